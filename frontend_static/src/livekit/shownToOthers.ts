/** Whether what we share may show this page to others. */
import { useLocalParticipant } from "@livekit/components-react";
import { Track } from "livekit-client";
import { useEffect, useState } from "react";

/** Capture Handle: how a captured tab makes itself known to who captures it; in Chromium, not yet in the DOM's types. */
interface HandleAware {
  getCaptureHandle?: () => { handle: string } | null;
}
interface HandleGiving {
  setCaptureHandleConfig?: (config: { handle: string; permittedOrigins: string[] }) => void;
}

const HANDLE = `nbp-${Math.random()}`;

/** `ourTab`: null when the browser does not say. In doubt yes: a shared window may be this one. */
export function mayShowThisPage(surface: string | undefined, ourTab: boolean | null): boolean {
  return surface !== "browser" || ourTab !== false;
}

function isOurTab(track: MediaStreamTrack): boolean | null {
  const aware = track as MediaStreamTrack & HandleAware;
  return typeof aware.getCaptureHandle === "function" ? aware.getCaptureHandle()?.handle === HANDLE : null;
}

/** True while we share a screen, a window or this tab; false for another tab. */
export function useShownToOthers(): boolean {
  const { localParticipant, isScreenShareEnabled } = useLocalParticipant();
  const track = isScreenShareEnabled
    ? localParticipant.getTrackPublication(Track.Source.ScreenShare)?.track?.mediaStreamTrack
    : undefined;
  const [, look] = useState(0);
  useEffect(() => {
    const devices = navigator.mediaDevices as (MediaDevices & HandleGiving) | undefined;
    devices?.setCaptureHandleConfig?.({ handle: HANDLE, permittedOrigins: [location.origin] });
  }, []);
  useEffect(() => {
    // Somebody may go on to share another tab from the browser's own bar.
    const again = () => look((n) => n + 1);
    track?.addEventListener("capturehandlechange", again);
    return () => track?.removeEventListener("capturehandlechange", again);
  }, [track]);
  if (!isScreenShareEnabled) return false;
  return track ? mayShowThisPage(track.getSettings().displaySurface, isOurTab(track)) : true;
}
