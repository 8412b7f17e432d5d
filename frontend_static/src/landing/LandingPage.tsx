import { useState, type FormEvent } from "react";
import { Link, useNavigate } from "react-router";
import { useConfig } from "@/api/useConfig";
import { usePage } from "@/app/usePage";
import { useAuth } from "@/auth/useAuth";
import { Button } from "@/ui/button";
import { CrisisLines } from "@/ui/crisisLines";
import { Field } from "@/ui/field";
import { Input } from "@/ui/input";
import { landing } from "@/words/landing";
import { readInvitation } from "./invitation";

const card = "flex flex-col gap-3 rounded-card border border-line bg-surface p-6";

function InvitedCard() {
  const navigate = useNavigate();
  const [link, setLink] = useState("");
  const [bad, setBad] = useState(false);
  const open = (event: FormEvent) => {
    event.preventDefault();
    const token = readInvitation(link);
    setBad(!token);
    if (token) void navigate(`/p/${token}`);
  };
  return (
    <section aria-labelledby="invited" className={card}>
      <h2 id="invited" className="text-h2 font-[600]">
        {landing.invited.title}
      </h2>
      <p className="text-text-2">{landing.invited.text}</p>
      <form onSubmit={open} noValidate className="mt-auto flex gap-2 pt-2 max-sm:flex-col sm:items-end">
        <Field label={landing.invited.label} error={bad ? landing.invited.bad : null} className="grow">
          {(parts) => (
            <Input
              {...parts}
              value={link}
              onChange={(event) => {
                setLink(event.target.value);
                setBad(false);
              }}
              autoComplete="off"
              autoCapitalize="off"
              spellCheck={false}
              inputMode="url"
            />
          )}
        </Field>
        <Button type="submit" wide className={bad ? "sm:mb-7" : undefined}>
          {landing.invited.open}
        </Button>
      </form>
    </section>
  );
}

/** Pick a side in five seconds; the rest below. */
export function LandingPage() {
  const auth = useAuth();
  const { data: config } = useConfig();
  const h1 = usePage(null);
  const signedIn = auth.state === "signed-in";
  return (
    <main className="mx-auto flex w-full max-w-[67rem] flex-1 flex-col gap-12 px-4 py-8 sm:py-16">
      <h1 ref={h1} tabIndex={-1} className="max-w-[24ch] text-h1 font-[650] sm:text-landing">
        {landing.title}
      </h1>
      <div className="grid gap-4 sm:grid-cols-2">
        <section aria-labelledby="guide" className={card}>
          <h2 id="guide" className="text-h2 font-[600]">
            {landing.guide.title}
          </h2>
          <p className="text-text-2">{landing.guide.text}</p>
          <div className="mt-auto flex pt-2">
            <Button asChild variant="primary" wide>
              <Link to={signedIn ? "/sessions" : "/sign-in"}>{signedIn ? landing.guide.open : landing.guide.signIn}</Link>
            </Button>
          </div>
        </section>
        <InvitedCard />
      </div>
      <div className="grid gap-x-12 gap-y-8 sm:grid-cols-2">
        <section aria-labelledby="how" className="flex flex-col gap-2">
          <h2 id="how" className="text-h2 font-[600]">
            {landing.how.title}
          </h2>
          <ol className="flex list-decimal flex-col gap-2 pl-6 marker:text-text-2">
            {landing.how.steps.map((step) => (
              <li key={step} className="pl-1">
                {step}
              </li>
            ))}
          </ol>
        </section>
        <section aria-labelledby="hears" className="flex flex-col gap-2">
          <h2 id="hears" className="text-h2 font-[600]">
            {landing.hears.title}
          </h2>
          <ul className="flex flex-col gap-2">
            {landing.hears.lines.map(([who, what]) => (
              <li key={who}>
                <span className="font-[600]">{who}</span> {what}
              </li>
            ))}
          </ul>
        </section>
        <section aria-labelledby="not-therapy" className="flex flex-col gap-2">
          <h2 id="not-therapy" className="text-h2 font-[600]">
            {landing.notTherapy.title}
          </h2>
          <p>{landing.notTherapy.text}</p>
        </section>
        <section aria-labelledby="help" className="flex flex-col gap-2">
          <h2 id="help" className="text-h2 font-[600]">
            {landing.help.title}
          </h2>
          <p className="font-[600]">{config ? landing.help.danger(config.emergency) : landing.help.unknown}</p>
          {config ? <CrisisLines lines={config.crisis_lines} /> : null}
        </section>
      </div>
    </main>
  );
}
