"""Servers step around ports in use and leave nothing behind."""

import json
import smtplib
import socket
import sys
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from local.inbox import latest_mail
from local.servers import MailDev, Process, ServerFailed, end_leftovers, free_port, group_lives


def test_a_port_in_use_is_stepped_around_and_a_free_one_is_kept() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        assert free_port(port) not in (0, port)
    assert free_port(port) == port


def test_stopping_ends_the_children_of_a_process_too(tmp_path: Path) -> None:
    code = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'print(1, flush=True); import time; time.sleep(600)'])"
    process = Process.start("parent", [sys.executable, "-c", code], log=tmp_path / "log")
    process.wait_until(lambda: "1" in (tmp_path / "log").read_text())
    assert group_lives(process.popen.pid)
    process.stop()
    assert not group_lives(process.popen.pid)


def test_a_server_that_ends_says_so_with_its_last_words(tmp_path: Path) -> None:
    process = Process.start("short", [sys.executable, "-c", "print('no such key'); raise SystemExit(3)"], log=tmp_path / "log")
    with pytest.raises(ServerFailed, match=r"short ended with code 3[\s\S]*no such key"):
        process.wait_until(lambda: False)


def test_what_a_killed_stack_left_is_ended_and_nobody_else(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "import time; time.sleep(600)"]
    left = Process.start("left", command, log=tmp_path / "left.log")
    stranger = Process.start("stranger", command, log=tmp_path / "stranger.log")
    stranger.note.write_text(json.dumps([stranger.popen.pid, 1.0]))  # the pid had been somebody else's
    try:
        end_leftovers(tmp_path)
        assert not group_lives(left.popen.pid)
        assert group_lives(stranger.popen.pid)
        assert list(tmp_path.glob("*.pid")) == []
    finally:
        for process in (left, stranger):
            process.stop()


def test_a_port_just_closed_is_taken_again() -> None:
    with socket.socket() as server, socket.socket() as client:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as every server of ours does
        server.bind(("127.0.0.1", 0))
        server.listen()
        port = server.getsockname()[1]
        client.connect(("127.0.0.1", port))
        server.accept()[0].close()  # the side that closes first waits for a minute
    assert free_port(port) == port


def test_the_inbox_logs_no_address_and_no_code(maildev: MailDev) -> None:
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = "a@example.com", "sam@example.com", "306372 is your sign-in code"
    letter.set_content("306372")
    where = urlsplit(maildev.smtp_url)
    with smtplib.SMTP(str(where.hostname), where.port or 0) as smtp:
        smtp.send_message(letter)
    assert latest_mail(maildev.web_url, "sam@example.com").text.strip() == "306372"  # the control
    logged = maildev.process.log.read_text()
    assert "sam@" not in logged
    assert "306372" not in logged
