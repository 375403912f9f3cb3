"""The few errors of the program; each message says what is wrong, where, and what to do."""


class TinmoError(Exception):
    """Base of all errors that are shown to the user without a traceback."""


class SettingsError(TinmoError):
    """A setting has a value that it cannot have; the message names the environment variable."""


class ReadError(TinmoError):
    """A source cannot be read as an article; `where` is a file, with its line where there is one."""

    def __init__(self, where: str, what: str, todo: str) -> None:
        super().__init__(f"{where}: {what}; {todo}")
        self.where, self.what, self.todo = where, what, todo


class RecordError(TinmoError):
    """A record breaks its contract: JSON Schema, the JSON-LD context, or the SHACL shapes."""


class PublishError(TinmoError):
    """A publication cannot be made or read; nothing of the old one has been touched."""


class ArchiveError(TinmoError):
    """The archive cannot be read, or has no such article; it is left as it is."""
