"""A refusal reaches the person; any other error goes on."""

import pytest
from django.contrib.messages import get_messages
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.forms import CharField, Form
from django.http import HttpResponse
from django.test import RequestFactory

from core.refusals import Refused, adding_refusals, telling_refusals


@pytest.fixture
def request_(rf: RequestFactory):
    request = rf.post("/")
    SessionMiddleware(HttpResponse).process_request(request)
    MessageMiddleware(HttpResponse).process_request(request)
    return request


class _Form(Form):
    name = CharField(required=False)


def test_the_sentence_stands_on_the_next_page(request_):
    with telling_refusals(request_, "Hold is not possible."):
        raise Refused("It is shipped.")
    assert [str(one) for one in get_messages(request_)] == ["Hold is not possible. It is shipped."]


def test_the_sentence_stands_beside_the_field():
    form = _Form({})
    with adding_refusals(form, "name"):
        raise Refused("Taken.")
    assert form.errors == {"name": ["Taken."]}


@pytest.mark.parametrize("way", [telling_refusals, adding_refusals])
def test_other_errors_go_on(request_, way):
    with pytest.raises(ValueError, match="a fault"), way(request_):
        raise ValueError("a fault")
