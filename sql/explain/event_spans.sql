-- title:   Evidence
-- grain:   one row per span that the event rests on, in the order of the text
-- params:  id text = null
-- columns: kind trigger, actor, recipient, cue (tells the modality), condition or source;
--          text the words;
--          code code of a party;
--          start first character in the text;
--          end character after the last
with
told as (
    select
        v.event_id,
        v.trigger_start,
        v.trigger_end,
        v.condition_start,
        v.condition_end,
        v.cues,
        a.text
    from events as v
    inner join articles as a on v.article_id = a.article_id and a.is_current
    where v.event_id = $id
),

spans as (
    select
        'trigger' as kind,
        null as code,
        trigger_start as first_char,
        trigger_end as past_char
    from told
    union all
    select
        'condition' as kind,
        null as code,
        condition_start as first_char,
        condition_end as past_char
    from told
    union all
    select
        'cue' as kind,
        null as code,
        c.cue.start as first_char,
        c.cue."end" as past_char
    from (select unnest(cues) as cue from told) as c
    union all
    select
        role as kind,
        code,
        start as first_char,
        "end" as past_char
    from event_parties
    where event_id = $id
    union all
    select
        'source' as kind,
        null as code,
        start as first_char,
        "end" as past_char
    from event_sources
    where event_id = $id
)

select
    s.kind,
    substring(t.text, s.first_char + 1, s.past_char - s.first_char) as text,
    s.code,
    s.first_char as start,
    s.past_char as "end"
from spans as s
cross join told as t
where s.first_char is not null
order by s.first_char, s.past_char desc, s.kind
