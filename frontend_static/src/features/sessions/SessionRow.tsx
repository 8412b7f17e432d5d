import {
  CircleCheck,
  Ellipsis,
  FileText,
  Link2Off,
  Mail,
  CalendarClock,
  MailWarning,
  PencilLine,
  Trash2,
  UserCheck,
  UserPlus,
  UserRoundMinus,
  Video,
  type LucideIcon,
} from "lucide-react";
import { Link } from "wouter";
import type { RowState, Session } from "@/api/types";
import { useDates } from "@/app/useDates";
import { Button } from "@/ui/button";
import { cn } from "@/ui/cn";
import { Menu, MenuContent, MenuItem, MenuTrigger } from "@/ui/menu";
import { Name } from "@/ui/name";
import { sessions as words } from "./words";

const states: Record<RowState, { icon: LucideIcon; className: string }> = {
  "Not invited yet": { icon: UserPlus, className: "text-text-2" },
  "Invited, not opened": { icon: Mail, className: "text-text-2" },
  "Link withdrawn": { icon: Link2Off, className: "text-text-2" },
  "Link has run out": { icon: Link2Off, className: "text-text-2" },
  "Partner is here": { icon: UserCheck, className: "text-primary font-[600]" },
  "Partner was here": { icon: UserRoundMinus, className: "text-text-2" },
  "Live now": { icon: Video, className: "text-primary font-[600]" },
  "Writing notes": { icon: PencilLine, className: "text-think" },
  "Notes ready": { icon: FileText, className: "text-text" },
  "Mail failed": { icon: MailWarning, className: "text-concern font-[600]" },
  Ended: { icon: CircleCheck, className: "text-text-2" },
};

/** What the Facilitator calls the Partner, else what they call themselves. */
export function sayPartner(session: Session): string {
  return session.partner_label || session.partner_name || words.noName;
}

function RowStateLabel({ row }: { row: RowState }) {
  const { icon: Icon, className } = states[row] ?? states.Ended;
  return (
    <span className={cn("flex items-center gap-2", className)}>
      <Icon aria-hidden className="size-5 shrink-0 stroke-[1.75]" />
      {row}
    </span>
  );
}

/** One line on a desk, two on a phone. */
export function SessionRow({
  session,
  onInvite,
  onChange,
  onDelete,
}: {
  session: Session;
  onInvite: () => void;
  onChange: () => void;
  onDelete: () => void;
}) {
  const dates = useDates();
  const when = session.started_at ?? session.scheduled_for ?? session.created_at;
  const ended = session.status === "ended";
  const length = ended && session.minutes !== null ? words.minutes(session.minutes) : dates.time(when);
  const name = sayPartner(session);
  const day = dates.day(when);
  return (
    <li className="flex items-center gap-2 border-line py-3 pr-1 pl-4 sm:pr-4 not-first:border-t">
      <div className="grid min-w-0 flex-1 items-center gap-x-4 gap-y-1 max-sm:grid-cols-[minmax(0,1fr)_auto] sm:grid-cols-[6.5rem_minmax(0,1fr)_5rem_13rem]">
        <span className="text-text-2 tabular-nums max-sm:order-2 max-sm:text-meta">
          {day}
          <span className="sm:hidden">, {length}</span>
        </span>
        <span className="min-w-0 truncate font-[600] max-sm:order-1">
          <Name>{name}</Name>
        </span>
        <span className="text-text-2 tabular-nums max-sm:hidden">{length}</span>
        <span className="max-sm:order-3 max-sm:col-span-2">
          <RowStateLabel row={session.row} />
        </span>
      </div>
      <Button asChild className="max-sm:px-3">
        <Link to={`/sessions/${session.id}`} aria-label={`${words.open}: ${name}, ${day}`}>
          {words.open}
        </Link>
      </Button>
      <Menu>
        <MenuTrigger asChild>
          <Button variant="ghost" size="icon" aria-label={`${words.more}: ${name}, ${day}`}>
            <Ellipsis aria-hidden />
          </Button>
        </MenuTrigger>
        <MenuContent>
          {ended ? null : (
            <MenuItem onSelect={onInvite}>
              <UserPlus aria-hidden />
              {words.menu.invite}
            </MenuItem>
          )}
          <MenuItem onSelect={onChange}>
            <CalendarClock aria-hidden />
            {words.menu.change}
          </MenuItem>
          <MenuItem danger onSelect={onDelete}>
            <Trash2 aria-hidden />
            {words.menu.delete}
          </MenuItem>
        </MenuContent>
      </Menu>
    </li>
  );
}
