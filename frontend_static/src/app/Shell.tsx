import { CloudOff } from "lucide-react";
import { lazy, Suspense, useEffect, useRef, useState, type ReactNode } from "react";
import { Link } from "wouter";
import { useAuth } from "@/features/auth/useAuth";
import { announce } from "@/ui/announce";
import { Mark } from "@/ui/mark";
import { Notice } from "@/ui/notice";
import { shell } from "@/words/shell";

function useOnline(): boolean {
  const [online, setOnline] = useState(navigator.onLine);
  const was = useRef(online);
  useEffect(() => {
    const look = () => {
      setOnline(navigator.onLine);
      if (navigator.onLine !== was.current) announce(navigator.onLine ? shell.back : shell.lost);
      was.current = navigator.onLine;
    };
    window.addEventListener("online", look);
    window.addEventListener("offline", look);
    return () => {
      window.removeEventListener("online", look);
      window.removeEventListener("offline", look);
    };
  }, []);
  return online;
}

const AccountMenu = lazy(() => import("./AccountMenu"));

export function Header() {
  const auth = useAuth();
  return (
    <header className="border-b border-line bg-bg">
      <div className="mx-auto flex h-14 w-full max-w-[67rem] items-center gap-2 px-4">
        <Link to="/" className="flex min-h-11 items-center gap-2 rounded-control pr-2 font-[650] text-lead">
          <Mark className="size-7" />
          {shell.product}
        </Link>
        <nav className="ml-auto flex items-center gap-1" aria-label={shell.product}>
          {auth.state === "signed-in" ? (
            <Link to="/sessions" className="flex min-h-11 items-center rounded-control px-3 text-primary hover:bg-sunken">
              {shell.sessions}
            </Link>
          ) : null}
          <Suspense fallback={<span className="size-11" />}>
            <AccountMenu />
          </Suspense>
        </nav>
      </div>
    </header>
  );
}

/** The frame of every page outside the rooms. */
export function Shell({ children }: { children: ReactNode }) {
  const online = useOnline();
  return (
    <>
      <a
        href="#page"
        className="sr-only z-50 bg-surface px-4 py-3 text-primary underline focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        {shell.skip}
      </a>
      <Header />
      {online ? null : (
        <Notice icon={CloudOff} className="rounded-none!">
          {shell.lost}
        </Notice>
      )}
      <div id="page" tabIndex={-1} className="flex flex-1 flex-col outline-none">
        {children}
      </div>
    </>
  );
}
