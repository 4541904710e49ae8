"""Prompts in the form in which Gemini takes them."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from shared.domain.coach.model import Prompt, Role, Turn

if TYPE_CHECKING:
    from google.genai.types import Content, Tool


def contents_of(prompt: Prompt) -> "list[Content]":
    from google.genai.types import Content, FunctionResponse, Part

    contents = [_turn(turn) for turn in prompt.turns]
    for step in prompt.steps:
        told = [
            Part(
                function_response=FunctionResponse(
                    id=result.call.id or None,
                    name=result.call.name,
                    response=dict(result.content),
                )
            )
            for result in step.results
        ]
        contents += [step.asked.raw, Content(role="user", parts=told)]
    return contents


def _turn(turn: Turn) -> "Content":
    from google.genai.types import Content, Part

    return Content(role="user" if turn.role is Role.USER else "model", parts=[Part(text=turn.text)])


def tools_of(prompt: Prompt) -> "list[Tool] | None":
    from google.genai.types import FunctionDeclaration, Tool

    if not prompt.tools:
        return None
    declared = [
        FunctionDeclaration(
            name=tool.name,
            description=tool.description,
            parameters_json_schema=_schema(tool.parameters),
        )
        for tool in prompt.tools
    ]
    return [Tool(function_declarations=declared)]


def _schema(parameters: Mapping[str, Any]) -> dict[str, Any] | None:
    """An object without properties is no schema to the provider."""
    return dict(parameters) if parameters.get("properties") else None
