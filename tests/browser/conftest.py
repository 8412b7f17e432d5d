"""Two real Chromiums on the real stack: the Facilitator's laptop, and the Partner's phone whose microphone plays speech."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import soundfile
from playwright.async_api import BrowserContext, Page

from local import states
from local.clicks import chromium
from local.stack import Stack, running_stack

# Counts everything that comes in over WebRTC data channels, whoever opened them.
PROBE = """
(() => {
  window.__dataIn = { messages: 0, bytes: 0 };
  const count = (channel) => channel.addEventListener("message", (event) => {
    const data = event.data;
    window.__dataIn.messages += 1;
    window.__dataIn.bytes += data.byteLength ?? data.size ?? data.length ?? 0;
  });
  const Original = window.RTCPeerConnection;
  window.RTCPeerConnection = class extends Original {
    constructor(...args) {
      super(...args);
      this.addEventListener("datachannel", (event) => count(event.channel));
    }
    createDataChannel(...args) {
      const channel = super.createDataChannel(...args);
      count(channel);
      return channel;
    }
  };
})();
"""


@pytest.fixture(scope="session")
def stack() -> Iterator[Stack]:
    with running_stack(fresh=True, extra_env={"AGENT_IDLE_EXIT_S": "30", "AUTH_EMAIL_INTERVAL_S": "0"}) as running:
        yield running


@pytest.fixture(scope="session")
def silent_stack() -> Iterator[Stack]:
    """A stack whose coach never comes, for tests that take its place."""
    with running_stack(fresh=True, extra_env={"AGENT_START_COMMAND": "", "AUTH_EMAIL_INTERVAL_S": "0"}) as running:
        yield running


@pytest.fixture(scope="session")
def states_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where every state of every page can be opened."""
    folder = tmp_path_factory.mktemp("states")
    states.build(folder)
    with states.served(folder) as url:
        yield url


@pytest.fixture(scope="session")
def conversation_wav(speech_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The recorded conversation in the one form Chromium's fake microphone takes."""
    samples, rate_hz = soundfile.read(speech_folder / "conversation.flac", dtype="int16")
    path = tmp_path_factory.mktemp("speech") / "conversation.wav"
    soundfile.write(path, samples, rate_hz, subtype="PCM_16")
    return path


@pytest.fixture
async def laptop() -> AsyncIterator[BrowserContext]:
    async with chromium() as browser:
        context = await browser.new_context(
            viewport={"width": 1280, "height": 800}, permissions=["camera", "microphone", "clipboard-read", "clipboard-write"]
        )
        await context.add_init_script(PROBE)
        yield context


@pytest.fixture
async def phone(conversation_wav: Path) -> AsyncIterator[BrowserContext]:
    async with chromium(f"--use-file-for-fake-audio-capture={conversation_wav}") as browser:
        context = await browser.new_context(
            viewport={"width": 390, "height": 844}, has_touch=True, permissions=["camera", "microphone"]
        )
        await context.add_init_script(PROBE)
        yield context


async def data_in(page: Page) -> int:
    """How many data-channel messages reached this page since it was loaded."""
    return int(await page.evaluate("window.__dataIn.messages"))
