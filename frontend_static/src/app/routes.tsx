import type { ComponentType, ReactNode } from "react";
import { NotFound } from "./PageError";

export interface PageProps {
  /** What the address named: `:id`, `:token`. */
  params: Record<string, string | undefined>;
}

export interface PageRoute {
  path: string;
  /** Every page is its own chunk; the rooms bring livekit-client with them. */
  load: () => Promise<ComponentType<PageProps>>;
  /** `partner`: nobody signs in; `room`: the page brings its own frame; else the shell. */
  frame?: "partner" | "room";
  /** What stands around the page within its frame, and comes with its code. */
  around?: () => Promise<ComponentType<{ children: ReactNode }>>;
}

const signedIn = async () => (await import("@/features/auth/SignedIn")).SignedIn;

/** The first whose path fits is the page. */
export const routes: PageRoute[] = [
  { path: "/", load: async () => (await import("@/features/landing/LandingPage")).LandingPage },
  { path: "/p/:token/*?", frame: "partner", load: async () => (await import("@/features/partner/PartnerPage")).default },
  { path: "/my-data", frame: "partner", load: async () => (await import("@/features/my-data/MyDataPage")).default },
  { path: "/sign-in", load: async () => (await import("@/features/auth/SignInPage")).SignInPage },
  { path: "/partner", load: async () => (await import("@/features/landing/PartnerLinkPage")).PartnerLinkPage },
  { path: "/facilitator", around: signedIn, load: async () => (await import("@/features/sessions/NewestSession")).NewestSession },
  { path: "/sessions", around: signedIn, load: async () => (await import("@/features/sessions/SessionsPage")).SessionsPage },
  { path: "/settings", around: signedIn, load: async () => (await import("@/features/settings/SettingsPage")).SettingsPage },
  { path: "/sessions/:id", frame: "room", around: signedIn, load: async () => (await import("@/features/sessions/SessionRoute")).SessionRoute },
  { path: "*", load: () => Promise.resolve(NotFound) },
];
