-- Fails if a span begins before its article's text, ends after it, is empty, or has only one of its two ends.
--
-- Every offset is a promise that text[start:end] is the evidence. They break when offsets are counted in bytes, in a
-- cleaned copy of the text, or in an older revision.
with
texts as (
    select
        article_id,
        length(text) as text_chars
    from articles
    where is_current
),

spans as (
    select
        'sentences' as layer,
        article_id,
        start,
        "end"
    from sentences
    union all
    select
        'mentions' as layer,
        article_id,
        start,
        "end"
    from mentions
    union all
    select
        'entity_roles' as layer,
        article_id,
        start,
        "end"
    from entity_roles
    union all
    select
        'dates' as layer,
        article_id,
        start,
        "end"
    from dates
    union all
    select
        'quotes' as layer,
        article_id,
        start,
        "end"
    from quotes
    union all
    select
        'marks' as layer,
        article_id,
        start,
        "end"
    from marks
    union all
    select
        'quotes, cue' as layer,
        article_id,
        cue_start,
        cue_end
    from quotes
    union all
    select
        'quotes, speaker' as layer,
        article_id,
        speaker_start,
        speaker_end
    from quotes
    union all
    select
        'events, trigger' as layer,
        article_id,
        trigger_start,
        trigger_end
    from events
    union all
    select
        'events, sentence' as layer,
        article_id,
        sentence_start,
        sentence_end
    from events
    union all
    select
        'events, condition' as layer,
        article_id,
        condition_start,
        condition_end
    from events
    union all
    select
        'event_parties' as layer,
        article_id,
        start,
        "end"
    from event_parties
    union all
    select
        'event_sources' as layer,
        article_id,
        start,
        "end"
    from event_sources
    union all
    select
        'sanctions' as layer,
        article_id,
        start,
        "end"
    from sanctions
    union all
    select
        'sanctions, sentence' as layer,
        article_id,
        sentence_start,
        sentence_end
    from sanctions
    union all
    select
        'sanctions, issue' as layer,
        article_id,
        issue_start,
        issue_end
    from sanctions
    union all
    select
        'statement_sources' as layer,
        article_id,
        start,
        "end"
    from statement_sources
)

select
    s.article_id,
    s.layer,
    s.start,
    s.end,
    t.text_chars
from spans as s
inner join texts as t on s.article_id = t.article_id
where
    not (s.start is null and s.end is null)
    and not coalesce(s.start >= 0 and s.start < s.end and s.end <= t.text_chars, false)
order by s.article_id, s.layer, s.start
