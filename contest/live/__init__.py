"""Sockets and streams: judges over Socket.IO, boards over Server-Sent Events.

May not be in here: deciding anything (record, verbs), or REST (web). `live` and `web` do not know each other.
"""
