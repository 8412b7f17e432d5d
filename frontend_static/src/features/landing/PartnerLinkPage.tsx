import { usePage } from "@/app/usePage";
import { Mark } from "@/ui/mark";
import { landing } from "./words";
import { InvitationForm } from "./InvitationForm";

/** `/partner`: somebody invited who has lost the way. Asks for the link. */
export function PartnerLinkPage() {
  const words = landing.partner;
  const h1 = usePage(words.page, false);
  return (
    <main className="mx-auto flex w-full max-w-[34rem] flex-1 flex-col gap-4 px-4 py-8 sm:my-16 sm:flex-none sm:rounded-card sm:border sm:border-line sm:bg-surface sm:p-8">
      <Mark className="size-12" />
      <h1 ref={h1} tabIndex={-1} className="text-h1 font-[650]">
        {words.title}
      </h1>
      <p className="text-text-2">{words.lead}</p>
      <InvitationForm primary autoFocus />
      <p className="text-text-2">{words.none}</p>
    </main>
  );
}
