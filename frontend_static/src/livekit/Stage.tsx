import { VideoTrack } from "@livekit/components-react";
import { CircleUser, MicOff } from "lucide-react";
import { Track, type Participant, type TrackPublication } from "livekit-client";
import type { ReactNode } from "react";
import { cn } from "@/ui/cn";
import { Name, withNames } from "@/ui/name";
import { call as words } from "./words";
import { Quality } from "./Quality";

function shown(person: Participant | undefined, source: Track.Source): TrackPublication | undefined {
  const publication = person?.getTrackPublication(source);
  return publication?.track && !publication.isMuted ? publication : undefined;
}

function Picture({
  person,
  publication,
  source,
  className,
  testId,
}: {
  person: Participant;
  publication: TrackPublication;
  source: Track.Source;
  className: string;
  testId: string;
}) {
  return (
    <VideoTrack
      trackRef={{ participant: person, publication, source }}
      playsInline
      className={className}
      data-testid={testId}
      aria-hidden
    />
  );
}

/** The other person, as large as the place allows: their screen when they share it, else their face. */
export function Stage({
  person,
  name,
  alone,
  cover = false,
  lastKnown = false,
}: {
  person: Participant | undefined;
  name: string;
  /** What stands here while they are not. */
  alone: ReactNode;
  /** Fill the place (cropping) rather than fit into it. */
  cover?: boolean;
  /** Our own connection is lost: whether their camera is on is not known. */
  lastKnown?: boolean;
}) {
  if (!person) {
    return (
      <div className="grid size-full place-items-center p-6 text-center" data-testid="alone">
        <div className="flex max-w-120 flex-col items-center gap-4 text-lead text-text-2">{alone}</div>
      </div>
    );
  }
  const screen = shown(person, Track.Source.ScreenShare);
  const camera = shown(person, Track.Source.Camera);
  return (
    <div className="relative size-full" data-testid="remote">
      {screen ? (
        <Picture
          person={person}
          publication={screen}
          source={Track.Source.ScreenShare}
          testId="remote-screen"
          className="absolute inset-0 size-full object-contain"
        />
      ) : camera ? (
        <Picture
          person={person}
          publication={camera}
          source={Track.Source.Camera}
          testId="remote-video"
          className={cn("absolute inset-0 size-full", cover ? "object-cover" : "object-contain")}
        />
      ) : (
        <div className="grid size-full place-items-center">
          <div className="flex flex-col items-center gap-3 text-text-2">
            <CircleUser aria-hidden className="size-20 stroke-[1]" />
            <p>{lastKnown ? <Name>{name}</Name> : withNames(words.noCamera(name))}</p>
          </div>
        </div>
      )}
      {screen && camera ? (
        <Picture
          person={person}
          publication={camera}
          source={Track.Source.Camera}
          testId="remote-video"
          className="absolute top-3 right-3 aspect-video w-40 rounded-card border border-line object-cover"
        />
      ) : null}
    </div>
  );
}

/** Who is in the call, as chips on the picture's edge. */
export function WhoIsHere({ people }: { people: { name: string; muted?: boolean; person?: Participant; note?: string | undefined }[] }) {
  if (people.length === 0) return null;
  return (
    <ul className="flex flex-wrap gap-2" data-testid="who-is-here">
      {people.map(({ name, muted, person, note }) => (
        <li key={name} className="flex items-center gap-1.5 rounded-pill bg-surface px-3 py-1 text-meta text-text">
          {muted ? <MicOff aria-label={words.muted(name)} className="size-4 stroke-[1.75]" /> : null}
          <Name>{name}</Name>
          {note ? <span className="-ml-1.5">, {note}</span> : null}
          {person ? <Quality person={person} name={name} /> : null}
        </li>
      ))}
    </ul>
  );
}

/** One's own picture, mirrored; a well of the same size when the camera is off. */
export function SelfView({ me, className }: { me: Participant; className?: string }) {
  const camera = shown(me, Track.Source.Camera);
  return (
    <div
      data-testid="self-view"
      className={cn("relative overflow-hidden rounded-card border border-line bg-surface", className)}
    >
      {camera ? (
        <Picture
          person={me}
          publication={camera}
          source={Track.Source.Camera}
          testId="self-video"
          className="absolute inset-0 size-full -scale-x-100 object-cover"
        />
      ) : (
        <div className="grid size-full place-items-center text-text-2">
          <CircleUser aria-hidden className="size-8 stroke-[1.25]" />
        </div>
      )}
      <span className="absolute bottom-1 left-1 flex items-center gap-1 rounded-pill bg-surface px-2 text-meta text-text">
        {words.self}
        <Quality person={me} name={words.self} />
      </span>
    </div>
  );
}
