-- Fails if a quote has no speaker, if its speaker is an entity that its article does not have, or if it is called
-- direct without beginning with a quotation mark, or not called so although it does.
--
-- What nobody is shown to say is no quote: readers count quotes by speaker, and a speaker without an entity row would
-- be lost in the join.
select
    q.article_id,
    q.start,
    q.text,
    q.direct,
    q.speaker,
    q.speaker_id
from quotes as q
left join article_entities as e on q.article_id = e.article_id and q.speaker_id = e.entity_id
where
    coalesce(q.speaker, '') = ''
    or (q.speaker_id is not null and e.entity_id is null)
    or q.direct != (length(q.text) > 1 and regexp_matches(q.text, '^["“”„«»‘''`]'))
order by q.article_id, q.start
