"""A chat-completions endpoint: messages in, an answer and its price in tokens out."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from xinwen.errors import XinwenError

if TYPE_CHECKING:
    from openai.types.chat import ChatCompletion, ChatCompletionMessageParam

TIMEOUT = 120.0
RETRIES = 5
#: Client errors after which another request may do: this one was too long, refused for its content, or came too soon.
_PASSING = frozenset({400, 408, 409, 413, 422, 429})
#: Requests in a row, each with all its retries, after which an endpoint counts as down.
_DOWN_AFTER = 3


class Unanswered(Exception):
    """This request got no answer; another one may."""


class Answer(NamedTuple):
    """What the model wrote, and the tokens that it read and wrote (0 where the endpoint does not say)."""

    text: str
    prompt_tokens: int
    completion_tokens: int


class Endpoint:
    """An OpenAI-compatible endpoint.

    Args:
        base_url: its address, up to and with ``/v1``.
        model: the model's name there.
        api_key_env: name of the environment variable that holds the key; without it none is sent.
        timeout: seconds for one request.
        retries: how often a request is sent again after 408, 409, 429, 5xx or a lost connection, with growing waits or as
            Retry-After says.

    Raises:
        XinwenError: ``llm-missing`` without the package openai, ``llm-key`` where the variable is not set, ``llm-endpoint`` for
            what is no address.
    """

    def __init__(
        self, base_url: str, model: str, api_key_env: str | None = None, *, timeout: float = TIMEOUT, retries: int = RETRIES
    ) -> None:
        try:
            import openai
        except ImportError:
            remedy = "Install it: pip install 'xinwen[llm]'."
            raise XinwenError("llm-missing", "The labeller llm needs the package openai.", remedy=remedy) from None
        if not base_url.startswith(("http://", "https://")):
            remedy = "Give the address up to and with /v1, e.g. http://localhost:8000/v1."
            raise XinwenError(
                "llm-endpoint", "The base URL begins with neither http:// nor https://.", place=base_url, remedy=remedy
            )
        self._openai = openai
        self._key = _key(api_key_env)
        # The client takes a key from the environment unless one is given: no key must go where the user did not send it.
        self._client = openai.OpenAI(base_url=base_url, api_key=self._key or "none", timeout=timeout, max_retries=retries)
        self._base_url, self._model = base_url, model
        self._settings: dict[str, Any] = {"temperature": 0}
        self._failures = 0

    def ask(self, messages: Sequence[ChatCompletionMessageParam]) -> Answer:
        """The answer to a conversation.

        Raises:
            Unanswered: for a request that got no answer after all retries.
            XinwenError: ``llm-endpoint`` where no request will get one: wrong address, key or model, or an endpoint that is down.
        """
        try:
            completion = self._complete(messages)
            answer = _answer(completion)
        except (self._openai.APIError, ValueError, Unanswered) as error:  # ValueError: a body that is no JSON
            self._failures += 1
            message = self._masked(str(error)) or type(error).__name__
            status = getattr(error, "status_code", None)
            if self._failures >= _DOWN_AFTER or (status and status < 500 and status not in _PASSING):
                remedy = "Check --base-url, --model and --api-key-env, and run again: with --cache no answer is asked for twice."
                raise XinwenError("llm-endpoint", f"No answer: {message}", place=self._base_url, remedy=remedy) from None
            raise Unanswered(message) from None
        self._failures = 0
        return answer

    def _complete(self, messages: Sequence[ChatCompletionMessageParam]) -> ChatCompletion:
        try:
            completion: ChatCompletion = self._client.chat.completions.create(
                model=self._model, messages=list(messages), **self._settings
            )
        except self._openai.BadRequestError as error:
            if not (self._settings and "temperature" in str(error)):
                raise
            self._settings = {}  # some models take no temperature but their own
            return self._complete(messages)
        return completion

    def _masked(self, message: str) -> str:
        """A server's message without the key, which some repeat."""
        return message.replace(self._key, "***") if self._key else message


def _key(variable: str | None) -> str | None:
    if variable is None:
        return None
    key = os.environ.get(variable, "").strip()
    if not key:
        raise XinwenError("llm-key", f"The environment variable {variable} is not set.", remedy=f"Set {variable} to the key.")
    return key


def _answer(completion: ChatCompletion) -> Answer:
    """The first choice. The client checks nothing: servers that are only nearly compatible leave fields out, or send a page."""
    try:
        usage = completion.usage
        tokens = (usage.prompt_tokens or 0, usage.completion_tokens or 0) if usage else (0, 0)
        return Answer(completion.choices[0].message.content or "", *tokens)
    except (AttributeError, LookupError, TypeError):
        raise Unanswered("the endpoint sent something else than a chat completion") from None
