-- Fails if the sentence beside an event is not that of its article.
--
-- It is put there when an event is loaded, for reports; what is changed in one place only shows here.
with
texts as (
    select
        article_id,
        text
    from articles
    where is_current
),

counted as (
    select
        e.event_id,
        e.sentence,
        substring(texts.text, e.sentence_start + 1, e.sentence_end - e.sentence_start) as their_sentence
    from events as e
    left join texts on e.article_id = texts.article_id
)

select
    event_id,
    sentence,
    their_sentence
from counted
where sentence is distinct from their_sentence
order by event_id
