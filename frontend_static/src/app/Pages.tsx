import { Fragment, useEffect, useState, type ComponentType, type ReactNode } from "react";
import { matchRoute, useLocation, useRouter } from "wouter";
import { AuthProvider } from "@/features/auth/AuthProvider";
import { PageErrors } from "./PageError";
import { Pending } from "./Pending";
import { routes, type PageProps, type PageRoute } from "./routes";
import { Shell } from "./Shell";

function Framed({ route, children }: { route: PageRoute; children: ReactNode }) {
  if (route.frame === "partner") return children;
  return <AuthProvider>{route.frame === "room" ? children : <Shell>{children}</Shell>}</AuthProvider>;
}

interface Shown {
  route: PageRoute;
  Around: ComponentType<{ children: ReactNode }> | typeof Fragment;
  Page: ComponentType<PageProps>;
  params: PageProps["params"];
}

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
      Promise.all([route.around?.() ?? Fragment, route.load()]).then(
        ([Around, Page]) => wanted && setShown({ route, Around, Page, params }),
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
      <shown.Around>
        <shown.Page params={shown.params} />
      </shown.Around>
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
