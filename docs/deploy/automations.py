"""Four automations on the server of PREFECT_API_URL, made anew: health after each run, a digest after a spike, and word
to a Prefect block when a job fails or the daily run does not come.

    python docs/deploy/automations.py DIGEST BLOCK      such as: gulf-weekly custom-webhook/desk

`dateline serve` has to have made its deployments, and the block has to be there (`prefect block ls`).
"""

import sys
from datetime import timedelta
from uuid import UUID

from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.events.actions import RunDeployment, SendNotification
from prefect.events.schemas.automations import AutomationCore, EventTrigger, Posture

TAG = "dateline"


def make_automations(*, health: UUID, digest: UUID, digest_name: str, block: UUID) -> list[AutomationCore]:
    """The automations, of the ids of two deployments and of a block that notifies."""
    failed = "{{ flow_run.name }}: {{ flow_run.state.message }}"
    return [
        AutomationCore(
            name="dateline: health after each run",
            tags=[TAG],
            trigger=_seen("dateline.run.finished", of="dateline.run.*"),
            actions=[RunDeployment(deployment_id=health)],
        ),
        # At most once a day, however many series rise together.
        AutomationCore(
            name="dateline: a digest after a spike",
            tags=[TAG],
            trigger=_seen("dateline.spike.detected", of="dateline.finding.*", within=timedelta(days=1)),
            actions=[RunDeployment(deployment_id=digest, parameters={"name": digest_name})],
        ),
        AutomationCore(
            name="dateline: a job failed",
            tags=[TAG],
            trigger=EventTrigger(
                expect={"prefect.flow-run.Failed", "prefect.flow-run.Crashed", "prefect.flow-run.TimedOut"},
                match={"prefect.resource.id": "prefect.flow-run.*"},
                match_related={"prefect.resource.id": "prefect.tag.dateline scheduled", "prefect.resource.role": "tag"},
            ),
            actions=[SendNotification(block_document_id=block, subject="Dateline", body=failed)],
        ),
        # A day and two hours: a daily run that is late is not yet missing.
        AutomationCore(
            name="dateline: the daily run did not come",
            tags=[TAG],
            trigger=EventTrigger(
                posture=Posture.Proactive,
                after={"dateline.run.finished"},
                expect={"dateline.run.finished"},
                match={"prefect.resource.id": "dateline.run.*"},
                within=timedelta(hours=26),
            ),
            actions=[SendNotification(block_document_id=block, subject="Dateline", body="No run within 26 hours.")],
        ),
    ]


def _seen(event: str, *, of: str, within: timedelta = timedelta()) -> EventTrigger:
    return EventTrigger(expect={event}, match={"prefect.resource.id": of}, within=within)


def put_automations(client: SyncPrefectClient, digest_name: str, block: str) -> list[str]:
    """The names of the automations, made on the server; those of the same names are replaced."""
    kind, _, name = block.partition("/")
    wanted = make_automations(
        health=client.read_deployment_by_name("health/health").id,
        digest=client.read_deployment_by_name(f"digest/digest-{digest_name}").id,
        digest_name=digest_name,
        block=client.read_block_document_by_name(name=name, block_type_slug=kind).id,
    )
    for one in wanted:
        for old in client.read_automations_by_name(one.name):
            client.delete_automation(old.id)
        client.create_automation(one)
    return [one.name for one in wanted]


if __name__ == "__main__":
    with get_client(sync_client=True) as server:
        print("\n".join(put_automations(server, *sys.argv[1:3])))
