import { Tabs, TabsContent, TabsList, TabsTrigger } from "@/ui/tabs";
import { guide as words } from "./guideWords";

function Script({ lines }: { lines: readonly string[] }) {
  return (
    <div className="flex flex-col gap-3 text-lead">
      {lines.map((line) => (
        <p key={line}>{line}</p>
      ))}
    </div>
  );
}

/** What to hold on to, and words for beginning and end, to read aloud. */
export function Guide() {
  return (
    <Tabs defaultValue="guide" className="flex flex-col gap-4">
      <TabsList aria-label={words.title} className="sticky top-0 -mx-4 bg-surface px-3">
        <TabsTrigger value="guide">{words.tabs.guide}</TabsTrigger>
        <TabsTrigger value="start">{words.tabs.start}</TabsTrigger>
        <TabsTrigger value="again">{words.tabs.again}</TabsTrigger>
        <TabsTrigger value="closing">{words.tabs.closing}</TabsTrigger>
      </TabsList>
      <TabsContent value="guide" className="flex flex-col gap-4">
        <p>{words.before}</p>
        <ol className="flex flex-col gap-3">
          {words.steps.map(([step, question], index) => (
            <li key={step} className="flex gap-3">
              <span className="w-4 shrink-0 text-text-2 tabular-nums">{index + 1}</span>
              <span>
                <strong className="font-[650]">{step}</strong>
                <br />
                {question}
              </span>
            </li>
          ))}
        </ol>
        <dl className="flex flex-col gap-3">
          {words.points.map(([term, says]) => (
            <div key={term}>
              <dt className="font-[650]">{term}</dt>
              <dd>{says}</dd>
            </div>
          ))}
        </dl>
      </TabsContent>
      <TabsContent value="start">
        <Script lines={words.start} />
      </TabsContent>
      <TabsContent value="again">
        <Script lines={words.again} />
      </TabsContent>
      <TabsContent value="closing">
        <Script lines={words.closing} />
      </TabsContent>
    </Tabs>
  );
}
