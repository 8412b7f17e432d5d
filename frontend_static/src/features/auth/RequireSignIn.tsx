import type { ReactNode } from "react";
import { Redirect, useLocation } from "wouter";
import { sayError } from "@/words/errors";
import { shell } from "@/words/shell";
import { Button } from "@/ui/button";
import { Notice } from "@/ui/notice";
import { Loading, Skeleton } from "@/ui/skeleton";
import { useAuth } from "./useAuth";

/** Lets the signed-in through, sends others to sign in and back. */
export function RequireSignIn({ children }: { children: ReactNode }) {
  const auth = useAuth();
  const [pathname] = useLocation();
  if (auth.state === "signed-in") return children;
  if (auth.state === "signed-out") return <Redirect to="/sign-in" replace state={{ from: pathname }} />;
  return (
    <main className="mx-auto w-full max-w-[65rem] p-4 sm:p-8">
      {auth.state === "unavailable" ? (
        <Notice tone="error" role="alert" action={<Button onClick={auth.retry}>{shell.tryAgain}</Button>}>
          {sayError(auth.error)}
        </Notice>
      ) : (
        <Loading>
          <Skeleton className="h-9 w-48" />
        </Loading>
      )}
    </main>
  );
}
