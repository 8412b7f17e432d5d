/** What browsers do to a page in a call: put it aside, freeze it, take its network away, and give all of it back. */

export interface PageListeners {
  /** The page is unloaded or put aside; its connections do not outlive this. */
  hidden: () => void;
  /** Something may have cut the connection, or have given it back. */
  changed: () => void;
}

/**
 * Listens until the returned function is called. Registered before the LiveKit client's own listeners, it keeps `freeze` from
 * them: the client leaves the room there, though a frozen page may go on a moment later.
 */
export function watchPage({ hidden, changed }: PageListeners): () => void {
  const frozen = (event: Event) => event.stopImmediatePropagation();
  const visible = () => {
    if (document.visibilityState === "visible") changed();
  };
  window.addEventListener("freeze", frozen, { capture: true });
  window.addEventListener("pagehide", hidden);
  window.addEventListener("pageshow", changed);
  window.addEventListener("online", changed);
  window.addEventListener("offline", changed);
  document.addEventListener("resume", changed);
  document.addEventListener("visibilitychange", visible);
  return () => {
    window.removeEventListener("freeze", frozen, { capture: true });
    window.removeEventListener("pagehide", hidden);
    window.removeEventListener("pageshow", changed);
    window.removeEventListener("online", changed);
    window.removeEventListener("offline", changed);
    document.removeEventListener("resume", changed);
    document.removeEventListener("visibilitychange", visible);
  };
}
