import * as Radix from "@radix-ui/react-dialog";
import { X } from "lucide-react";
import { useRef, type ComponentProps, type ReactNode } from "react";
import { Button } from "./button";
import { cn } from "./cn";

export const Dialog = Radix.Root;

/** Where the focus goes back to: what had it, or the button of the menu it came from, since the menu itself goes. */
function openerOf(focused: Element | null): HTMLElement | null {
  const menu = focused?.closest("[role=menu]");
  const opener = menu ? document.getElementById(menu.getAttribute("aria-labelledby") ?? "") : focused;
  return opener instanceof HTMLElement ? opener : null;
}

/** A dialog in the middle; on the phone a full page. `description` says what it is for, in one sentence or none. */
export function DialogContent({
  title,
  description,
  children,
  className,
  closeLabel = "Close",
  ...rest
}: Omit<ComponentProps<typeof Radix.Content>, "title"> & {
  title: ReactNode;
  description?: ReactNode;
  closeLabel?: string;
}) {
  const opener = useRef<HTMLElement | null>(null);
  return (
    <Radix.Portal>
      <Radix.Overlay className="fixed inset-0 z-40 animate-fade bg-[rgb(0_0_0/0.45)]" />
      <Radix.Content
        {...(description ? {} : { "aria-describedby": undefined })}
        onOpenAutoFocus={() => {
          opener.current = openerOf(document.activeElement);
        }}
        onCloseAutoFocus={(event) => {
          event.preventDefault();
          opener.current?.focus({ preventScroll: true });
        }}
        className={cn(
          "theme-page fixed z-50 flex animate-sheet flex-col gap-4 overflow-y-auto bg-surface p-4 text-text",
          "max-sm:inset-0 max-sm:pb-[max(1rem,env(safe-area-inset-bottom))]",
          "sm:top-1/2 sm:left-1/2 sm:max-h-[calc(100dvh-3rem)] sm:w-[min(34rem,calc(100vw-3rem))] sm:-translate-x-1/2 sm:-translate-y-1/2",
          "sm:rounded-card sm:border sm:border-line sm:p-6 sm:shadow-menu",
          className,
        )}
        {...rest}
      >
        <div className="flex items-start justify-between gap-4">
          <Radix.Title className="pt-1.5 text-h2 font-[600]">{title}</Radix.Title>
          <Radix.Close asChild>
            <Button variant="ghost" size="icon" aria-label={closeLabel}>
              <X aria-hidden />
            </Button>
          </Radix.Close>
        </div>
        {description ? <Radix.Description className="text-text-2">{description}</Radix.Description> : null}
        {children}
      </Radix.Content>
    </Radix.Portal>
  );
}
