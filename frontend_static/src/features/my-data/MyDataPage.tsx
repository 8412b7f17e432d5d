import { PROBLEM } from "@/api/protocol";
import { QueryClientProvider, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { dataApi, myDataApi } from "@/api/partner";
import { asProblem } from "@/api/problem";
import type { MyPlace } from "@/api/types";
import { createQueries } from "@/app/queries";
import { useDates } from "@/app/useDates";
import { usePage } from "@/app/usePage";
import { Button } from "@/ui/button";
import { withNames } from "@/ui/name";
import { Notice } from "@/ui/notice";
import { Loading, Skeleton } from "@/ui/skeleton";
import { sayError } from "@/words/errors";
import { myData as words } from "./words";
import { shell } from "@/words/shell";
import { ByCode } from "./ByCode";
import { Frame } from "@/features/partner/Frame";
import OwnData from "./OwnData";

const heading = "text-h1 font-[650]";

function Asking({ ranOut, onOpened }: { ranOut: boolean; onOpened: (token: string) => void }) {
  const h1 = usePage(words.page);
  return (
    <Frame>
      <div className="flex flex-col gap-2">
        <h1 ref={h1} tabIndex={-1} className={heading}>
          {words.title}
        </h1>
        <p className="max-w-[66ch]">{words.lead}</p>
        <p className="max-w-[66ch] text-text-2">{words.byLink}</p>
      </div>
      {ranOut ? <Notice role="status">{words.runOut}</Notice> : null}
      <ByCode
        name="open"
        ask={myDataApi.ask}
        give={async (request, code) => onOpened((await myDataApi.open(request, code)).token)}
        sent={words.maybeSent}
        submit={words.submit}
      />
    </Frame>
  );
}

function Places({ token, onOpen, onRanOut }: { token: string; onOpen: (place: MyPlace) => void; onRanOut: () => void }) {
  const h1 = usePage(words.page);
  const { longDay } = useDates();
  const { data, error, refetch } = useQuery({
    queryKey: ["my-places", token],
    queryFn: ({ signal }) => myDataApi.places(token, { signal }),
    gcTime: 0,
  });
  const over = asProblem(error).slug === PROBLEM.unauthorized;
  return (
    <Frame>
      <h1 ref={h1} tabIndex={-1} className={heading}>
        {words.places}
      </h1>
      {error && !data ? (
        <Notice tone="error" role="alert" action={<Button onClick={() => (over ? onRanOut() : void refetch())}>{over ? words.other : shell.tryAgain}</Button>}>
          {over ? words.runOut : sayError(error)}
        </Notice>
      ) : !data ? (
        <Loading>
          <Skeleton className="h-40 w-full" />
        </Loading>
      ) : data.places.length === 0 ? (
        <p data-testid="no-places">{words.none}</p>
      ) : (
        <ul className="flex flex-col gap-3" data-testid="places">
          {data.places.map((place) => (
            <li key={place.partner_id}>
              <Button size="large" className="w-full justify-start! text-left!" onClick={() => onOpen(place)}>
                <span className="min-w-0 break-words">{withNames(words.place(place.facilitator_name, longDay(place.came_at)))}</span>
              </Button>
            </li>
          ))}
        </ul>
      )}
    </Frame>
  );
}

function Steps() {
  const [token, setToken] = useState<string | null>(null);
  const [ranOut, setRanOut] = useState(false);
  const [place, setPlace] = useState<MyPlace | null>(null);
  if (!token) return <Asking ranOut={ranOut} onOpened={setToken} />;
  if (place) {
    const back = { label: words.all, onBack: () => setPlace(null) };
    return <OwnData api={dataApi(() => token, place.partner_id)} back={back} onGone={() => undefined} />;
  }
  return (
    <Places
      token={token}
      onOpen={setPlace}
      onRanOut={() => {
        setRanOut(true);
        setToken(null);
      }}
    />
  );
}

/** `/my-data`: a Partner's data without their link, by a code mailed to the address they confirmed. The token lives as long as the page. */
export default function MyDataPage() {
  const [queries] = useState(createQueries);
  return (
    <QueryClientProvider client={queries}>
      <Steps />
    </QueryClientProvider>
  );
}
