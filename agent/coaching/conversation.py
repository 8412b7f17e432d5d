"""From what is heard to what is shown: when to begin a hint, when to let it go, and when only the safety card may speak."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable
from dataclasses import replace

from agent import wire
from agent.coaching.coach import Coach, HintStream, Reading, Turn
from agent.coaching.delivery import Delivery, Due, Facilitator
from agent.coaching.memory import Memory
from agent.coaching.pacing import WAIT
from agent.coaching.pinned_card import PinnedCard
from agent.coaching.speculation import CallBudget, HeldHint
from agent.coaching.window import Window
from agent.hearing.listener import Discarded, FalseStart, Heard, Paused, Resumed, SpeechStarted, Utterance
from agent.job import CoachJob
from agent.log import SessionLog
from agent.reading.wording import partner_lines
from agent.report import Item
from agent.safety.second_opinion import SecondOpinion, raised
from agent.tasks import OwnedTasks

CONCERN_S = 180.0
RECENT_HINTS = 200  # none of their sentences comes again; more than an hour holds
GAP_S = 3.0  # between the first letters of two hints: time to read the first


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
        gap_s: float = GAP_S,
    ) -> None:
        self._coach = coach
        self._report = report
        self._log = log
        self.changed = changed
        self._looks_finished = looks_finished
        self._window = Window()
        self._budget = CallBudget()
        self._hints = job.hints_so_far
        self._segments = job.segments_so_far
        self._recent: deque[str] = deque(maxlen=RECENT_HINTS)
        self._guess: tuple[int, HeldHint] | None = None  # take, hint
        self._alarmed_take: int | None = None
        self._due: set[Due] = set()
        self._quiet = asyncio.Event()  # set while the Partner does not speak
        self._quiet.set()
        self._asked = False
        self._concern_until = 0.0
        self._second: asyncio.Task[None] | None = None
        self._tasks = OwnedTasks(log, "conversation-task-failed")
        self._delivery = Delivery(job.session_id, report, log, self._tasks, self._budget)
        self._pinned = PinnedCard(job, report, log, self._tasks, lambda: self._delivery.reader)
        self._gap_s = gap_s
        self._shown_at = -gap_s  # monotonic: the last hint's first letter
        self.memory = memory or Memory()
        self.paused = False
        self.source: wire.Source = "built-in" if coach.llm is None else "ai"

    # --- what the panel shows

    @property
    def thinking(self) -> bool:
        """A hint is due and not a letter of it is out."""
        return self._asked or any(not due.held.sent for due in self._due)

    @property
    def concern(self) -> bool:
        """Something heavy was said in the last minutes."""
        return time.monotonic() < self._concern_until

    @property
    def holding(self) -> bool:
        """No hints now: the Facilitator paused them, or a safety card waits to be read."""
        return self.paused or self.card is not None

    @property
    def card(self) -> wire.SafetyCard | None:
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
                self._quiet.clear()
            case Paused(take=take, text=text):
                self._guess_on(take, text)
            case Resumed():
                self._drop_guess()
            case FalseStart():
                self._quiet.set()
            case Discarded():
                self._drop_guess()
                self._quiet.set()
            case Utterance():
                self._segments += 1
                self._report(
                    {
                        "type": "segment",
                        "seq": self._segments,
                        "text": heard.text,
                        "start_s": round(session_s(heard.start_s), 2),
                        "end_s": round(session_s(heard.end_s), 2),
                    }
                )
                self._answer(heard.take, heard.text, at(heard.end_s))
                self._quiet.set()

    def deafened(self) -> None:
        """The microphone went away mid-sentence: what was begun on it is void."""
        self._drop_guess()
        self._alarmed_take = None
        self._quiet.set()

    def hush(self) -> None:
        """Consent was withdrawn: nothing said before it is used any more."""
        self.deafened()
        if self._second is not None:
            self._second.cancel()
        self._asked = False
        for due in list(self._due):
            self._withdraw(due)
        self._window.forget()
        self.changed()

    async def close(self) -> None:
        """End everything that is under way."""
        self.hush()
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

    def _guess_on(self, take: int, text: str) -> None:
        """The first short pause: begin now, so that the model's first words are there when the sentence proves finished."""
        self._drop_guess()
        turn = self._turn(self._window.joined(text), asked=self._asked, latest=text)
        reading = self._coach.read(turn)
        if reading.label == "crisis":
            if self._alarmed_take == take:  # they spoke on, and it still stands: do not wait for the end of a long telling
                self._alarm(reading)
            self._alarmed_take = take
            return
        if reading.quiet is not None or self.holding:
            return
        if self._coach.llm is not None and not self._budget.allows(finished=self._looks_finished(text)):
            return
        self._guess = (take, self._begin(turn, reading))

    def _answer(self, take: int, text: str, ended_at: float) -> None:
        """The sentence is over."""
        now = time.monotonic()
        asked, self._asked = self._asked, False
        turn = self._turn(self._window.joined(text), asked=asked, latest=text)
        reading = self._coach.read(turn)
        guess = self._guess
        if reading.label == "crisis":
            self._alarm(reading)
            return
        if reading.label == "concern":
            self._concern_until = now + CONCERN_S
        elif reading.quiet is None or reading.quiet == WAIT:
            self._remember(self.memory.heard(text, reading.step, reading.form))
        self._ask_second(turn, reading)
        if reading.quiet is not None or self.holding:
            self._drop_guess()
            if reading.quiet is not None and reading.step == "silence" and not reading.aside:
                self._drop_unsent()  # they went on, inside or to something new: what was due is about a moment that has passed
            if reading.quiet == WAIT:
                self._remember(self.memory.hinted("silence"))
            self._window.add_aside(text)
            self.changed()
            return
        self._drop_unsent()  # superseded: its words are part of this turn
        self._window.add(text)
        if guess is not None and guess[0] == take and guess[1].answers(turn):
            self._guess = None
            held = guess[1]
        else:
            self._drop_guess()
            held = self._begin(turn, reading)
        self._release(Due(held, ended_at=ended_at, heard_at=now, asked=asked))

    def _begin(self, turn: Turn, reading: Reading) -> HeldHint:
        stream: HintStream = self._coach.speak(turn, reading)
        if self._coach.llm is not None:
            self._budget.calls += 1
        return HeldHint(turn, reading, stream)

    def _release(self, due: Due) -> None:
        self._budget.hints += 1
        self._due.add(due)
        due.task = self._tasks.spawn(self._delivery.carry(due, self))
        self.changed()

    def _drop_guess(self) -> None:
        if self._guess is not None:
            held, self._guess = self._guess[1], None
            self._tasks.spawn(held.cancel())

    def _drop_unsent(self) -> None:
        """Before its first letter, not after."""
        for due in [due for due in self._due if not due.held.sent]:
            self._withdraw(due)

    def _withdraw(self, due: Due) -> None:
        """Take back a due hint; one already on the screen is cut, and the page keeps its whole sentences."""
        self._due.discard(due)
        if not due.held.sent:
            self._budget.hints -= 1
        if due.task is not None:
            due.task.cancel()
        self._tasks.spawn(due.held.cancel())

    # --- delivering (agent.coaching.delivery.Thread)

    async def may_begin(self, due: Due) -> None:
        """Never while the Partner speaks, and not upon the heels of the last hint unless it was asked for or somebody struggles."""
        while True:
            await self._quiet.wait()
            wait_s = self._shown_at + self._gap_s - time.monotonic()
            if wait_s <= 0 or due.asked or due.held.reading.label == "concern":
                return
            await asyncio.sleep(wait_s)

    def begun(self, due: Due) -> int:
        """The first letter goes out."""
        self._shown_at = time.monotonic()
        self._window.answered()
        self._hints += 1
        self.source = due.held.stream.source
        if due.held.reading.label == "none":
            self._remember(self.memory.hinted(due.held.stream.step))
        return self._hints

    def ended(self, due: Due, shown: str) -> None:
        """The hint is whole, cut, or never came."""
        self._due.discard(due)
        if shown:
            self._recent.append(shown)
        self.changed()

    def _remember(self, memory: Memory) -> None:
        """Also for the agent that would follow this one."""
        if memory != self.memory:
            self.memory = memory
            self._report({"type": "memory", "seq": max(1, self._segments), "named": memory.as_json()})

    # --- safety

    def _ask_second(self, turn: Turn, reading: Reading) -> None:
        """Beside the hint, never before it. Only about the newest words: an older question is let go."""
        if self._coach.second_opinion is None:
            return
        if self._second is not None:
            self._second.cancel()
        self._second = self._tasks.spawn(self._hear_second(self._coach.second_opinion, turn, reading))

    async def _hear_second(self, second: SecondOpinion, turn: Turn, reading: Reading) -> None:
        opinion = await second.ask(turn.text, partner_lines(turn.context))
        match raised(reading.label, opinion):
            case "crisis":
                assert opinion is not None
                self._log.info("alarm-by-second-opinion")
                self._alarm(
                    replace(reading, label="crisis", kind=opinion.kind, imminent=opinion.imminent, discreet=opinion.discreet)
                )
            case "concern":
                self._concern_until = time.monotonic() + CONCERN_S
                self.changed()

    def _alarm(self, reading: Reading) -> None:
        """The card, at once, whatever else goes on; hints rest until it has been read."""
        self._drop_guess()
        self._alarmed_take = None
        for due in list(self._due):
            self._withdraw(due)
        self._window.forget()
        self._pinned.pin(reading)
        self.changed()

    def _acknowledge(self, seq: int) -> str:
        if self._pinned.acknowledge(seq):
            self._concern_until = time.monotonic() + CONCERN_S
        self.changed()
        return "ok"

    # --- what the Facilitator asks

    async def call(self, method: str, payload: str) -> str:
        """Raises ValueError for what it does not understand."""
        if method == wire.ACKNOWLEDGE and payload.isdigit():
            return self._acknowledge(int(payload))
        if method == wire.PAUSE and payload in ("on", "off"):
            self._pause(payload == "on")
            return "ok"
        if method == wire.GENERATE:
            return self._generate()
        raise ValueError(method)

    def _pause(self, paused: bool) -> None:
        self.paused = paused
        if paused:
            self._drop_guess()
            self._asked = False
            self._drop_unsent()
        self.changed()

    def _generate(self) -> str:
        """Presses do not queue: one that is on its way, or waits for the end of the sentence, is the answer."""
        if self.holding:
            return "quiet"
        if self._due or self._asked:
            return "ok"
        if not self._quiet.is_set():
            self._asked = True
            self.changed()
            return "ok"
        turn = self._turn(self._window.latest(), asked=True)
        reading = self._coach.read(turn)
        if reading.label == "crisis" or reading.quiet is not None:
            return "quiet"
        now = time.monotonic()
        self._release(Due(self._begin(turn, reading), ended_at=now, heard_at=now, asked=True))
        return "ok"
