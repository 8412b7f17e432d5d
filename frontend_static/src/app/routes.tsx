import type { RouteObject } from "react-router";
import { Outlet } from "react-router";
import { AuthProvider } from "@/auth/AuthProvider";
import { RequireSignIn } from "@/auth/RequireSignIn";
import { NotFound, PageError } from "./PageError";
import { Pending } from "./Pending";
import { Shell } from "./Shell";

/** Every page is its own chunk; the rooms bring livekit-client with them. */
export const routes: RouteObject[] = [
  {
    errorElement: <PageError />,
    hydrateFallbackElement: <Pending />,
    children: [
      { path: "/p/:token", lazy: async () => ({ Component: (await import("@/partner/PartnerPage")).default }) },
      {
        element: (
          <AuthProvider>
            <Outlet />
          </AuthProvider>
        ),
        children: [
          {
            element: <Shell />,
            children: [
              { path: "/", lazy: async () => ({ Component: (await import("@/landing/LandingPage")).LandingPage }) },
              { path: "/sign-in", lazy: async () => ({ Component: (await import("@/auth/SignInPage")).SignInPage }) },
              { path: "/partner", lazy: async () => ({ Component: (await import("@/landing/PartnerLinkPage")).PartnerLinkPage }) },
              {
                element: <RequireSignIn />,
                children: [
                  {
                    path: "/facilitator",
                    lazy: async () => ({ Component: (await import("@/sessions/NewestSession")).NewestSession }),
                  },
                  {
                    path: "/sessions",
                    lazy: async () => ({ Component: (await import("@/sessions/SessionsPage")).SessionsPage }),
                  },
                  {
                    path: "/settings",
                    lazy: async () => ({ Component: (await import("@/settings/SettingsPage")).SettingsPage }),
                  },
                ],
              },
              { path: "*", element: <NotFound /> },
            ],
          },
          {
            element: <RequireSignIn />,
            children: [
              {
                path: "/sessions/:id",
                lazy: async () => ({ Component: (await import("@/sessions/SessionRoute")).SessionRoute }),
              },
            ],
          },
        ],
      },
    ],
  },
];
