-- Fails if a sanctions statement or the trigger of an event lies outside of its sentence.
--
-- Reports show the sentence as the evidence of the statement; it must contain it.
with
claims as (
    select
        article_id,
        statement_id as id,
        start,
        "end",
        sentence_start,
        sentence_end
    from sanctions
    union all
    select
        article_id,
        event_id as id,
        trigger_start,
        trigger_end,
        sentence_start,
        sentence_end
    from events
)

select
    article_id,
    id,
    start,
    "end",
    sentence_start,
    sentence_end
from claims
where start < sentence_start or "end" > sentence_end
order by article_id, id
