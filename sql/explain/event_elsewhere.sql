-- title:   Reported as well by
-- grain:   one row per other event of the same happening, the first twenty by their day
-- params:  id text = null
-- columns: event_id the other event;
--          published_date publication day of its article;
--          source outlet;
--          title headline;
--          sentence the sentence that says so
select
    v.event_id,
    a.published_date,
    a.source,
    a.title,
    substring(a.text, v.sentence_start + 1, v.sentence_end - v.sentence_start) as sentence
from event_cluster_members as own
inner join event_cluster_members as m on own.cluster_id = m.cluster_id and own.event_id != m.event_id
inner join events as v on m.event_id = v.event_id
inner join articles as a on v.article_id = a.article_id and a.is_current
where own.event_id = $id
order by a.published_date, a.article_id, v.trigger_start, v.event_id
limit 20
