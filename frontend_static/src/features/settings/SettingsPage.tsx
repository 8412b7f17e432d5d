import { useEffect } from "react";
import { useConfig } from "@/api/config";
import { useHash } from "@/app/useHash";
import { usePage } from "@/app/usePage";
import { Button } from "@/ui/button";
import { Notice } from "@/ui/notice";
import { Loading, Skeleton } from "@/ui/skeleton";
import { sayError } from "@/words/errors";
import { settings as words } from "./words";
import { shell } from "@/words/shell";
import { Look, RoomChoices } from "./DeviceChoices";
import { CountryChoice, MailChoice, NameForm, TimeZoneChoice } from "./Profile";
import { useMe } from "./useMe";
import { YourData } from "./YourData";

/** Who one is, how it looks and sounds here, and what is kept; in one column. */
export function SettingsPage() {
  const h1 = usePage(words.page);
  const hash = useHash();
  const me = useMe();
  const config = useConfig();
  const ready = me.data !== undefined && config !== undefined;
  useEffect(() => {
    // The mail's "Send only a link from now on" leads to its switch.
    if (ready && hash) document.getElementById(hash.slice(1))?.scrollIntoView();
  }, [ready, hash]);
  return (
    <main className="mx-auto flex w-full max-w-[44rem] flex-1 flex-col gap-4 px-4 py-8">
      <h1 ref={h1} tabIndex={-1} className="text-h1 font-[650]">
        {words.title}
      </h1>
      {me.error && !me.data ? (
        <Notice tone="error" role="alert" action={<Button onClick={() => void me.refetch()}>{shell.tryAgain}</Button>}>
          {sayError(me.error)}
        </Notice>
      ) : !ready ? (
        <Loading>
          <Skeleton className="h-56 w-full rounded-card!" />
        </Loading>
      ) : (
        <>
          <NameForm me={me.data} />
          <Look />
          <RoomChoices />
          <CountryChoice me={me.data} config={config} />
          <TimeZoneChoice me={me.data} />
          <MailChoice me={me.data} />
          <YourData config={config} />
        </>
      )}
    </main>
  );
}
