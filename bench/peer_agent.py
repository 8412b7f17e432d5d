"""The peer: livekit-agents 1.8.9, tuned as its documentation advises, on the same recogniser; in its own environment.

`python -m bench.peer_agent URL TOKEN PARTNER_IDENTITY LLM_URL [--as-it-comes]`; prints `ready` when its session has started."""

import asyncio
import importlib.util
import sys
from pathlib import Path

import numpy as np
from livekit import rtc
from livekit.agents import NOT_GIVEN, Agent, AgentSession, APIConnectOptions, stt
from livekit.agents.utils import AudioBuffer, merge_frames
from livekit.agents.voice.room_io import AudioInputOptions, RoomOptions, TextOutputOptions
from livekit.plugins import openai, silero

ROOT = Path(__file__).resolve().parent.parent
INSTRUCTIONS = (ROOT / "agent" / "coach" / "prompts" / "coach.v2.md").read_text()


class SameRecogniser(stt.STT):
    """Our on-device recogniser as the peer's STT, so that the two are compared on everything else."""

    def __init__(self) -> None:
        super().__init__(capabilities=stt.STTCapabilities(streaming=False, interim_results=False))
        from core.speech.stt.moonshine import MoonshineModel, model_folder

        self.moonshine = MoonshineModel(model_folder())

    async def _recognize_impl(
        self, buffer: AudioBuffer, *, language: object = NOT_GIVEN, conn_options: APIConnectOptions
    ) -> stt.SpeechEvent:
        frame = merge_frames(buffer)
        samples = np.frombuffer(frame.data, np.int16) / 32768
        if frame.sample_rate != 16_000:
            raise ValueError("expected 16 kHz")
        heard = await asyncio.to_thread(self.moonshine.read, samples.astype(np.float32))
        return stt.SpeechEvent(
            stt.SpeechEventType.FINAL_TRANSCRIPT, alternatives=[stt.SpeechData(language="en", text=heard.text)]
        )


async def main(url: str, token: str, partner: str, llm_url: str, tuned: bool) -> None:
    room = rtc.Room()
    await room.connect(url, token, rtc.RoomOptions(auto_subscribe=True))
    turn = {
        "turn_detection": "vad",
        "endpointing": {"min_delay": 0.1, "max_delay": 0.5},
        "preemptive_generation": {"enabled": True},
    }
    session = AgentSession(
        vad=silero.VAD.load(min_silence_duration=0.35) if tuned else silero.VAD.load(),
        stt=SameRecogniser(),
        llm=openai.LLM(model="stub", base_url=llm_url, api_key="none"),
        **({"turn_handling": turn} if tuned else {}),
    )
    options = RoomOptions(
        participant_identity=partner,
        audio_input=AudioInputOptions(sample_rate=16_000),
        audio_output=False,
        text_input=False,
        text_output=TextOutputOptions(sync_transcription=False),
    )
    await session.start(Agent(instructions=INSTRUCTIONS), room=room, room_options=options, record=False)
    print("ready", flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    assert importlib.util.find_spec("agent"), "run from the clone"
    url, token, partner, llm_url = sys.argv[1:5]
    asyncio.run(main(url, token, partner, llm_url, tuned="--as-it-comes" not in sys.argv))
