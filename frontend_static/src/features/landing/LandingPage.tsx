import { Ear, Eye, FileText, Headphones, LifeBuoy, Mail, MessageCircle, ToggleLeft, Users } from "lucide-react";
import { Link } from "wouter";
import { useConfig } from "@/api/config";
import { usePage } from "@/app/usePage";
import { useAuth } from "@/features/auth/useAuth";
import { Button } from "@/ui/button";
import { Shapes } from "@/ui/shapes";
import { landing as words } from "./words";
import { HelpNow } from "./HelpNow";
import { InvitationForm } from "./InvitationForm";

const card = "flex flex-col gap-2 rounded-card border border-line bg-surface p-6";
const h2 = "text-h2 font-[600]";
const icon = "size-5 shrink-0 stroke-[1.75]";
const stepIcons = [Mail, ToggleLeft, MessageCircle, FileText];
const hearIcons = [Ear, Headphones, Eye];

/** Pick a side in five seconds; the rest below. */
export function LandingPage() {
  const auth = useAuth();
  const config = useConfig();
  const h1 = usePage(null);
  const signedIn = auth.state === "signed-in";
  return (
    <main className="flex flex-1 flex-col">
      <div className="mx-auto grid w-full max-w-[67rem] items-center gap-x-12 gap-y-4 px-4 pt-6 pb-8 sm:pt-12 sm:pb-10 md:grid-cols-[minmax(0,1fr)_15rem]">
        <div className="flex flex-col gap-3">
          <h1 ref={h1} tabIndex={-1} className="max-w-[22ch] text-h1 font-[650] tracking-[-0.01em] sm:text-landing">
            {words.title}
          </h1>
          <p className="max-w-[56ch] text-body text-text-2 sm:text-lead">{words.lead}</p>
        </div>
        <Shapes className="hidden size-60 justify-self-end md:block" />
      </div>
      <div className="mx-auto grid w-full max-w-[67rem] gap-4 px-4 md:grid-cols-2">
        <section aria-labelledby="guide" className={card}>
          <h2 id="guide" className={h2}>
            {words.guide.title}
          </h2>
          <p className="text-text-2">{words.guide.text}</p>
          <div className="mt-auto flex pt-4">
            <Button asChild variant="primary" size="large" wide>
              <Link to={signedIn ? "/sessions" : "/sign-in"}>{signedIn ? words.guide.open : words.guide.signIn}</Link>
            </Button>
          </div>
        </section>
        <section aria-labelledby="invited" className={card}>
          <h2 id="invited" className={h2}>
            {words.invited.title}
          </h2>
          <p className="text-text-2">{words.invited.text}</p>
          <div className="mt-auto pt-2">
            <InvitationForm />
          </div>
        </section>
      </div>

      <section aria-labelledby="how" className="mx-auto flex w-full max-w-[67rem] flex-col gap-6 px-4 py-12 sm:py-16">
        <h2 id="how" className={h2}>
          {words.how.title}
        </h2>
        <ol className="grid gap-x-8 gap-y-6 sm:grid-cols-2 lg:grid-cols-4">
          {words.how.steps.map(([title, text], n) => {
            const Icon = stepIcons[n] ?? Mail;
            return (
              <li key={title} className="flex gap-4 lg:flex-col lg:gap-3">
                <span className="flex size-11 shrink-0 items-center justify-center rounded-pill bg-soft text-primary">
                  <Icon aria-hidden className={icon} />
                </span>
                <div>
                  <h3 className="font-[650]">
                    {n + 1}. {title}
                  </h3>
                  <p className="text-text-2">{text}</p>
                </div>
              </li>
            );
          })}
        </ol>
      </section>

      <section aria-labelledby="hears" className="border-y border-line bg-surface">
        <div className="mx-auto flex w-full max-w-[67rem] flex-col gap-6 px-4 py-12">
          <h2 id="hears" className={h2}>
            {words.hears.title}
          </h2>
          <dl className="grid gap-x-8 gap-y-6 md:grid-cols-3">
            {words.hears.lines.map(([who, what], n) => {
              const Icon = hearIcons[n] ?? Ear;
              return (
                <div key={who} className="flex flex-col gap-1">
                  <dt className="flex items-center gap-2 font-[650]">
                    <Icon aria-hidden className={`${icon} text-clay`} />
                    {who}
                  </dt>
                  <dd className="text-text-2">{what}</dd>
                </div>
              );
            })}
          </dl>
        </div>
      </section>

      <div className="mx-auto grid w-full max-w-[67rem] gap-x-12 gap-y-10 px-4 py-12 md:grid-cols-2">
        <section aria-labelledby="not-therapy" className="flex flex-col gap-3">
          <h2 id="not-therapy" className={`${h2} flex items-center gap-2`}>
            <Users aria-hidden className={`${icon} text-clay`} />
            {words.notTherapy.title}
          </h2>
          <p className="max-w-[56ch]">{words.notTherapy.text}</p>
          <p className="max-w-[56ch]">
            {words.myData.question}{" "}
            <Link to="/my-data" className="inline-flex min-h-11 items-center text-primary underline underline-offset-4">
              {words.myData.link}
            </Link>
          </p>
        </section>
        <section aria-labelledby="help" className="flex flex-col gap-3">
          <h2 id="help" className={`${h2} flex items-center gap-2`}>
            <LifeBuoy aria-hidden className={`${icon} text-clay`} />
            {words.help.title}
          </h2>
          <HelpNow config={config} />
        </section>
      </div>
    </main>
  );
}
