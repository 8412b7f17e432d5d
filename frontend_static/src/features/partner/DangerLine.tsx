import { partner } from "./words";

/** 5.3, with a number that one tap on a phone calls. */
export function DangerLine({ emergency }: { emergency: string }) {
  const [before, after] = partner.door.danger(emergency).split(emergency);
  return (
    <p className="max-w-[66ch]" data-testid="danger-line">
      {before}
      <a href={`tel:${emergency}`} className="font-[600] underline underline-offset-4">
        {emergency}
      </a>
      {after}
    </p>
  );
}
