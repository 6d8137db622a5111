-- title:   Evidence
-- grain:   one row per span that the statement rests on, in the order of the text
-- params:  id text = null
-- columns: kind evidence, action, cue (tells the modality), issue, sender, target or source;
--          text the words;
--          code code of a party;
--          start first character in the text;
--          end character after the last
with
told as (
    select
        s.statement_id,
        s.article_id,
        s.sentence_start,
        s.sentence_end,
        s.start,
        s."end",
        s.action_start,
        s.action_end,
        s.issue_start,
        s.issue_end,
        s.cues,
        a.text
    from sanctions as s
    inner join articles as a on s.article_id = a.article_id and a.is_current
    where s.statement_id = $id
),

named as (
    select distinct
        p.role,
        p.code,
        m.start,
        m."end"
    from sanctions_parties as p
    inner join told as t on p.statement_id = t.statement_id
    inner join mentions as m on p.article_id = m.article_id and p.code = m.code
    where m.start >= t.sentence_start and m."end" <= t.sentence_end
),

spans as (
    select
        'evidence' as kind,
        null as code,
        start as first_char,
        "end" as past_char
    from told
    union all
    select
        'action' as kind,
        null as code,
        action_start as first_char,
        action_end as past_char
    from told
    union all
    select
        'issue' as kind,
        null as code,
        issue_start as first_char,
        issue_end as past_char
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
    from named
    union all
    select
        'source' as kind,
        null as code,
        start as first_char,
        "end" as past_char
    from statement_sources
    where statement_id = $id
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
