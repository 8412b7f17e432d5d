"""The agent process: host, room, session, reporting. The only package that imports LiveKit, in room.py."""
