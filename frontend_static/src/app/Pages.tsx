import { useEffect, useState, type ComponentType, type ReactNode } from "react";
import { matchRoute, useLocation, useRouter } from "wouter";
import { AuthProvider } from "@/auth/AuthProvider";
import { RequireSignIn } from "@/auth/RequireSignIn";
import { PageErrors } from "./PageError";
import { Pending } from "./Pending";
import { routes, type PageProps, type PageRoute } from "./routes";
import { Shell } from "./Shell";

function Framed({ route, children }: { route: PageRoute; children: ReactNode }) {
  if (route.frame === "partner") return children;
  const page = route.signedIn ? <RequireSignIn>{children}</RequireSignIn> : children;
  return <AuthProvider>{route.frame === "room" ? page : <Shell>{page}</Shell>}</AuthProvider>;
}

type Shown = { route: PageRoute; Page: ComponentType<PageProps>; params: PageProps["params"] };

/** The page of the address. The one before stays until the code of the next has arrived, so that nothing flashes. */
function Arriving({ path }: { path: string }) {
  const { parser } = useRouter();
  const [shown, setShown] = useState<Shown | null>(null);
  const [failed, setFailed] = useState<{ error: unknown } | null>(null);
  useEffect(() => {
    let wanted = true;
    for (const route of routes) {
      const [fits, params] = matchRoute(parser, route.path, path);
      if (!fits) continue;
      route.load().then(
        (Page) => wanted && setShown({ route, Page, params }),
        (error: unknown) => wanted && setFailed({ error }),
      );
      break;
    }
    return () => {
      wanted = false;
    };
  }, [parser, path]);
  if (failed) throw failed.error;
  if (!shown) return <Pending />;
  return (
    <Framed route={shown.route}>
      <shown.Page params={shown.params} />
    </Framed>
  );
}

export function Pages() {
  const [path] = useLocation();
  return (
    <PageErrors path={path}>
      <Arriving path={path} />
    </PageErrors>
  );
}
