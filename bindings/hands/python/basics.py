"""What a dispatcher stands on: numbers, texts and bytes as JSON, the objects that are held, and what listeners were told."""

import json
import threading
from collections.abc import Callable
from typing import Any

from diary_ffi import ScenarioStage

PATIENCE_S = 20


class Hands:
    """The objects that are held by name, and what listeners were told."""

    def __init__(self, stage: ScenarioStage) -> None:
        self.stage = stage
        self.objects: dict[str, Any] = {}
        self.listeners: dict[str, Heard] = {}
        self.heard: dict[str, list[Any]] = {}
        self.news = threading.Condition()
        # The name for what the call that is made gives.
        self.named: str | None = None

    def held(self, name: str) -> Any:
        return self.objects[name]

    def keep(self, made: Any, kind: str) -> Any:
        assert self.named is not None
        self.objects[self.named] = made
        return {"object": kind}

    def listener(self, name: str, kind: Any) -> Any:
        if name not in self.listeners:
            self.listeners[name] = kind(name, self)
        return self.listeners[name]

    def told(self, name: str, at_least: int) -> list[Any]:
        with self.news:
            self.news.wait_for(lambda: len(self.heard.get(name, [])) >= at_least, PATIENCE_S)
            return self.heard.pop(name, [])


class Heard:
    """What everything is that foreign code implements."""

    def __init__(self, name: str, hands: Hands) -> None:
        self.name = name
        self.hands = hands

    def hears(self, function: str, told: dict[str, Any]) -> None:
        with self.hands.news:
            self.hands.heard.setdefault(self.name, []).append({function: told})
            self.hands.news.notify_all()

    def asks(self, function: str, given: dict[str, Any], thrown: Callable[[str], Exception]) -> Any:
        """What the stage has for a function, or what it has to throw."""
        question = json.dumps({"of": self.name, "function": function, "with": given})
        answer = json.loads(self.hands.stage.asked(question))
        if "failed" in answer:
            raise thrown(answer["failed"])
        return answer["gave"]


def member(value: Any, name: str, left_out: Any) -> Any:
    return value.get(name, left_out)


def variant(value: Any) -> tuple[str, Any]:
    """The name of a variant, and its fields."""
    if isinstance(value, str):
        return value, {}
    [(name, fields)] = value.items()
    return name, fields


def same(value: Any, hands: Hands) -> Any:
    return value


def number(value: Any, hands: Hands) -> int:
    return value or 0


read_UInt8 = read_Int8 = read_UInt16 = read_UInt32 = read_Int32 = read_UInt64 = read_Int64 = number
write_UInt8 = write_Int8 = write_UInt16 = write_UInt32 = write_Int32 = write_UInt64 = write_Int64 = same
write_Float64 = read_String = write_String = write_Boolean = same


def read_Boolean(value: Any, hands: Hands) -> bool:
    return bool(value)


def read_Bytes(value: str, hands: Hands) -> bytes:
    return bytes.fromhex(value)


def write_Bytes(value: bytes, hands: Hands) -> str:
    return value.hex()


def write_Nothing(value: None, hands: Hands) -> None:
    assert value is None
