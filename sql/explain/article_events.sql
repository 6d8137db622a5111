-- title:   What happens in it
-- grain:   one row per event of the current text, in its order
-- params:  id text = null
-- columns: event_id key;
--          says category, and what the text claims about it;
--          actors codes of those who act;
--          recipients codes of those who are acted on;
--          words the trigger
with
parties as (
    select
        event_id,
        string_agg(code, ', ' order by code) filter (where role = 'actor') as actors,
        string_agg(code, ', ' order by code) filter (where role = 'recipient') as recipients
    from event_parties
    group by event_id
)

select
    v.event_id,
    concat_ws(', ', v.type, v.modality) as says,
    p.actors,
    p.recipients,
    substring(a.text, v.trigger_start + 1, v.trigger_end - v.trigger_start) as words
from events as v
inner join articles as a on v.article_id = a.article_id and a.is_current
left join parties as p on v.event_id = p.event_id
where a.article_id = $id or a.given_id = $id
order by v.article_id, v.trigger_start, v.event_id
