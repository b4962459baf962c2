"""The Python library `tincan` speaks to a record store: sends, queries, turns pages, keeps documents and files.

    tincan_client.py ENDPOINT KEY SECRET

Ends with 1 and a word where something is not as it should be.
"""

import hashlib
import sys
import uuid

from tincan import (
    Activity,
    ActivityProfileDocument,
    Agent,
    AgentProfileDocument,
    Attachment,
    RemoteLRS,
    StateDocument,
    Statement,
    Verb,
    Version,
)

ACTIVITY = Activity(id="https://demo.invalid/content/lesson")
# The library writes every time and identifier anew: what comes back equals what was sent by its meaning.
VERB = Verb(id="http://adlnet.gov/expapi/verbs/experienced", display={"en-GB": "experienced"})


def expect(answer, what):
    """The content of an answer that has to be a success."""
    if not answer.success:
        sys.exit(f"{what}: {answer.response.status if answer.response else ''} {answer.data}")
    return answer.content


def equal(found, wanted, what):
    if found != wanted:
        sys.exit(f"{what}: {found!r} is not {wanted!r}")


def statements(lrs, agent):
    sent = [Statement(id=str(uuid.uuid4()), actor=agent, verb=VERB, object=ACTIVITY) for _ in range(3)]
    expect(lrs.save_statement(sent[0]), "save_statement")
    expect(lrs.save_statements(sent[1:]), "save_statements")
    first = expect(lrs.query_statements({"agent": agent, "limit": 2, "ascending": True}), "query_statements")
    rest = expect(lrs.more_statements(first), "more_statements")
    found = [str(statement.id) for statement in [*first.statements, *rest.statements]]
    equal(found, [str(statement.id) for statement in sent], "the pages of a query")
    one = expect(lrs.retrieve_statement(str(sent[0].id)), "retrieve_statement")
    equal(one.object.id, ACTIVITY.id, "the object of a statement")


def files(lrs, agent):
    content = b"a made-up certificate"
    attachment = Attachment(
        usage_type="https://demo.invalid/usage/certificate",
        display={"en-GB": "Certificate"},
        content_type="text/plain",
        length=len(content),
        sha2=hashlib.sha256(content).hexdigest(),
        # The library does not send bytes by itself.
        fileurl="https://demo.invalid/certificate.txt",
    )
    sent = Statement(id=str(uuid.uuid4()), actor=agent, verb=VERB, object=ACTIVITY, attachments=[attachment])
    expect(lrs.save_statement(sent), "save_statement with an attachment")
    found = expect(lrs.retrieve_statement(str(sent.id)), "retrieve_statement with an attachment")
    equal(found.attachments[0].sha2, attachment.sha2, "the hash of an attachment")


def documents(lrs, agent):
    state = StateDocument(
        id="bookmark", activity=ACTIVITY, agent=agent, content=bytearray(b"page 1"), content_type="application/octet-stream"
    )
    for page in [b"page 1", b"page 2"]:
        state.content = bytearray(page)
        expect(lrs.save_state(state), "save_state")
    found = expect(lrs.retrieve_state(ACTIVITY, agent, "bookmark"), "retrieve_state")
    equal(bytes(found.content), b"page 2", "a state")
    equal(expect(lrs.retrieve_state_ids(ACTIVITY, agent), "retrieve_state_ids"), ["bookmark"], "the ids of states")
    expect(lrs.delete_state(found), "delete_state")

    profile = AgentProfileDocument(
        id="settings", agent=agent, content=bytearray(b'{"sound":true}'), content_type="application/json", etag="*"
    )
    answer = lrs.save_agent_profile(profile)
    equal((answer.success, answer.response.status), (False, 412), "a profile that must be there and is not")
    profile.etag = None
    answer = lrs.save_agent_profile(profile)
    equal((answer.success, answer.response.status), (False, 400), "a profile without a condition")

    about = ActivityProfileDocument(
        id=str(uuid.uuid4()), activity=ACTIVITY, content=bytearray(b"{}"), content_type="application/json"
    )
    equal(lrs.save_activity_profile(about).response.status, 400, "an activity profile without a condition")


def main(endpoint, key, secret):
    lrs = RemoteLRS(version=Version.latest, endpoint=endpoint, username=key, password=secret)
    agent = Agent(mbox=f"mailto:client-{uuid.uuid4()}@demo.invalid")
    statements(lrs, agent)
    files(lrs, agent)
    documents(lrs, agent)
    print("ok")


if __name__ == "__main__":
    main(*sys.argv[1:])
