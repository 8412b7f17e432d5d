"""From what is heard to what is shown: when to begin a hint, when to let it go, and when only the safety card may speak."""

from __future__ import annotations

import time
import uuid
from collections import deque
from collections.abc import Callable

from agent.coach.coach import Coach, HintStream, Turn
from agent.coach.live.delivery import Delivery, Facilitator, PendingHint
from agent.coach.live.pinned_card import PinnedCard
from agent.coach.live.speculation import CallBudget, Speculation, SpeculativeHint
from agent.coach.live.turn_taking import GAP_S, TurnTaking
from agent.coach.live.watch import Watch
from agent.coach.live.window import Window
from agent.coach.memory import Memory
from agent.log import SessionLog
from agent.server_clock import ServerClock
from agent.tasks import OwnedTasks
from core.protocol import room_messages
from core.protocol.job import CoachJob
from core.protocol.report import Item
from core.reader.silence import Silence
from core.reader.turn import Reading
from core.speech.listener import Discarded, FalseStart, Heard, Paused, Resumed, SpeechStarted, Utterance

RECENT_HINTS = 200  # none of their sentences comes again; more than an hour holds


class Conversation:
    """One session's thread of hints. Lives on the event loop; `heard` returns at once."""

    def __init__(
        self,
        job: CoachJob,
        coach: Coach,
        report: Callable[[Item], None],
        log: SessionLog,
        changed: Callable[[], None],
        *,
        looks_finished: Callable[[str], bool],
        memory: Memory | None = None,
        clock: ServerClock | None = None,
        gap_s: float = GAP_S,
    ) -> None:
        clock = clock or ServerClock()
        self._coach = coach
        self._report = report
        self._log = log
        self.changed = changed
        self._looks_finished = looks_finished
        self._window = Window()
        self._budget = CallBudget()
        self._launch = job.launch
        self._hints = job.hints_so_far
        self._segments = job.segments_so_far
        self._recent: deque[str] = deque(maxlen=RECENT_HINTS)
        self._alarmed_turn_id: int | None = None
        self._asked = False
        self._tasks = OwnedTasks(log, "conversation-task-failed")
        self._delivery = Delivery(job, report, log, self._tasks, self._budget, clock)
        self._pinned = PinnedCard(job, report, log, self._tasks, lambda: self._delivery.reader, clock)
        self._watch = Watch(coach, log, self._tasks, self._alarm, changed)
        self._speculation = Speculation(self._tasks)
        self._turn_taking = TurnTaking(gap_s)
        self.memory = memory or Memory()
        self.paused = False
        self.source: room_messages.Source = "built-in" if coach.llm is None else "ai"

    # --- what the panel shows

    @property
    def thinking(self) -> bool:
        """A hint is due and not a letter of it is out."""
        return self._asked or bool(self._delivery.unsent)

    @property
    def concern(self) -> bool:
        """Something heavy was said in the last minutes."""
        return self._watch.concern

    @property
    def holding(self) -> bool:
        """No hints now: the Facilitator paused them, or a safety card waits to be read."""
        return self.paused or self.card is not None

    @property
    def card(self) -> room_messages.SafetyCard | None:
        """The safety card that waits to be read."""
        return self._pinned.card

    def to(self, reader: Facilitator | None) -> None:
        """Who reads from now on; None while there is no room."""
        self._delivery.reader = reader

    def show_card(self) -> None:
        """(Again) to a Facilitator who has just come in."""
        self._pinned.show()

    # --- what is heard

    def heard(self, heard: Heard, at: Callable[[float], float], session_s: Callable[[float], float]) -> None:
        """One event of the listener. `at`: audio second -> monotonic; `session_s`: audio second -> seconds of the session."""
        match heard:
            case SpeechStarted():
                self._turn_taking.take()
            case Paused(turn_id=turn_id, text=text):
                self._speculate(turn_id, text)
            case Resumed():
                self._speculation.drop()
            case FalseStart():
                self._turn_taking.leave()
            case Discarded():
                self._speculation.drop()
                self._turn_taking.leave()
            case Utterance():
                self._segments += 1
                self._report(
                    {
                        "type": "segment",
                        "id": str(uuid.uuid4()),
                        "launch": self._launch,
                        "seq": self._segments,
                        "text": heard.text,
                        "start_s": round(session_s(heard.start_s), 2),
                        "end_s": round(session_s(heard.end_s), 2),
                    }
                )
                self._answer(heard.turn_id, heard.text, at(heard.end_s))
                self._turn_taking.leave()

    def on_audio_lost(self) -> None:
        """The microphone went away mid-sentence: what was begun on it is void."""
        self._speculation.drop()
        self._alarmed_turn_id = None
        self._turn_taking.leave()

    def on_consent_revoked(self) -> None:
        """Consent was withdrawn: nothing said before it is used any more."""
        self.on_audio_lost()
        self._watch.ask_no_more()
        self._asked = False
        self._delivery.cancel(*self._delivery.due)
        self._window.forget()
        self.changed()

    async def close(self) -> None:
        """End everything that is under way."""
        self.on_consent_revoked()
        await self._tasks.finish(cancel=False)

    # --- deciding

    def _turn(self, text: str, *, asked: bool, latest: str = "") -> Turn:
        return Turn(
            text=text,
            latest=latest,
            context=self._window.context(),
            hints_so_far=self._hints,
            recent_hints=tuple(self._recent),
            asked=asked,
            acknowledged=self.card is None,  # every line was read as it was heard: an old one pins no second card
            memory=self.memory,
        )

    def _speculate(self, turn_id: int, text: str) -> None:
        """The first short pause: begin now, so that the model's first words are there when the sentence proves finished."""
        self._speculation.drop()
        turn = self._turn(self._window.joined(text), asked=self._asked, latest=text)
        reading = self._coach.read(turn)
        if reading.label == "crisis":
            if self._alarmed_turn_id == turn_id:  # they spoke on, and it still stands: do not wait for the end of a long telling
                self._alarm(reading)
            self._alarmed_turn_id = turn_id
            return
        if reading.quiet is not None or self.holding:
            return
        if self._coach.llm is not None and not self._budget.allows(finished=self._looks_finished(text)):
            return
        self._speculation.start(turn_id, self._begin(turn, reading))

    def _answer(self, turn_id: int, text: str, ended_at: float) -> None:
        """The sentence is over."""
        now = time.monotonic()
        asked, self._asked = self._asked, False
        turn = self._turn(self._window.joined(text), asked=asked, latest=text)
        reading = self._coach.read(turn)
        if reading.label == "crisis":
            self._alarm(reading)
            return
        if reading.label == "concern":
            self._watch.heavy()
        elif reading.quiet is None or reading.quiet is Silence.NO_MOVEMENT:
            self._remember(self.memory.heard(text, reading.step, reading.form))
        self._watch.ask_second(turn, reading)
        if reading.quiet is not None or self.holding:
            self._speculation.drop()
            if reading.quiet is not None and reading.step == "silence" and not reading.aside:
                # they went on, inside or to something new: what was due is about a moment that has passed
                self._delivery.cancel(*self._delivery.unsent)
            if reading.quiet is Silence.NO_MOVEMENT:
                self._remember(self.memory.hinted("silence"))
            self._window.add_aside(text)
            self.changed()
            return
        self._delivery.cancel(*self._delivery.unsent)  # superseded: its words are part of this turn
        self._window.add(text)
        held = self._speculation.claim(turn_id, turn) or self._begin(turn, reading)
        self._release(PendingHint(held, ended_at=ended_at, heard_at=now, asked=asked))

    def _begin(self, turn: Turn, reading: Reading) -> SpeculativeHint:
        stream: HintStream = self._coach.speak(turn, reading)
        if self._coach.llm is not None:
            self._budget.calls += 1
        return SpeculativeHint(turn, reading, stream)

    def _release(self, due: PendingHint) -> None:
        self._delivery.send(due, self)
        self.changed()

    # --- delivering (agent.coach.live.delivery.Thread)

    async def may_begin(self, due: PendingHint) -> None:
        """Once the floor is free; without the usual gap if it was asked for or somebody struggles."""
        await self._turn_taking.wait(at_once=due.asked or due.held.reading.label == "concern")

    def begun(self, due: PendingHint) -> int:
        """The first letter goes out."""
        self._turn_taking.shown()
        self._window.answered()
        self._hints += 1
        self.source = due.held.stream.source
        if due.held.reading.label == "none":
            self._remember(self.memory.hinted(due.held.stream.step))
        return self._hints

    def ended(self, shown: str) -> None:
        """The hint is whole, cut, or never came."""
        if shown:
            self._recent.append(shown)
        self.changed()

    def _remember(self, memory: Memory) -> None:
        """Also for the agent that would follow this one."""
        if memory != self.memory:
            self.memory = memory
            seq = max(1, self._segments)
            self._report({"type": "memory", "launch": self._launch, "seq": seq, "named": memory.as_json()})

    # --- safety

    def _alarm(self, reading: Reading) -> None:
        """The card, at once, whatever else goes on; hints rest until it has been read."""
        self._speculation.drop()
        self._alarmed_turn_id = None
        self._delivery.cancel(*self._delivery.due)
        self._window.forget()
        self._pinned.pin(reading)
        self.changed()

    def _acknowledge(self, card_id: str) -> str:
        if self._pinned.acknowledge(card_id):
            self._watch.heavy()
        self.changed()
        return room_messages.OK

    # --- what the Facilitator asks

    async def call(self, method: str, payload: str) -> str:
        """Raises ValueError for what it does not understand."""
        if method == room_messages.ACKNOWLEDGE:
            return self._acknowledge(payload)
        if method == room_messages.PAUSE and payload in (room_messages.ON, room_messages.OFF):
            self._pause(payload == room_messages.ON)
            return room_messages.OK
        if method == room_messages.GENERATE:
            return self._generate()
        raise ValueError(method)

    def _pause(self, paused: bool) -> None:
        self.paused = paused
        if paused:
            self._speculation.drop()
            self._asked = False
            self._delivery.cancel(*self._delivery.unsent)
        self.changed()

    def _generate(self) -> str:
        """Presses do not queue: one that is on its way, or waits for the end of the sentence, is the answer."""
        if self.holding:
            return room_messages.QUIET
        if self._delivery.due or self._asked:
            return room_messages.OK
        if not self._turn_taking.free:
            self._asked = True
            self.changed()
            return room_messages.OK
        turn = self._turn(self._window.latest(), asked=True)
        reading = self._coach.read(turn)
        if reading.label == "crisis" or reading.quiet is not None:
            return room_messages.QUIET
        now = time.monotonic()
        self._release(PendingHint(self._begin(turn, reading), ended_at=now, heard_at=now, asked=True))
        return room_messages.OK
