-- title:   What it is embedded in, and what in it
-- grain:   one row per event of the article that this one hangs on, or that hangs on this one
-- params:  id text = null
-- columns: relation embedded in, or embeds;
--          event_id the other event;
--          says its category, and what the text claims about it;
--          words its trigger
select
    case when v.parent_id = $id then 'embeds' else 'embedded in' end as relation,
    v.event_id,
    concat_ws(', ', v.type, v.modality) as says,
    substring(a.text, v.trigger_start + 1, v.trigger_end - v.trigger_start) as words
from events as v
inner join articles as a on v.article_id = a.article_id and a.is_current
left join events as own on own.event_id = $id
where v.parent_id = $id or v.event_id = own.parent_id
order by v.trigger_start, v.event_id
