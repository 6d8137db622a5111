-- title:   Event
-- grain:   one row, none when there is no such event
-- params:  id text = null
-- columns: event_id key;
--          says PLOVER category with its mode, and what the text claims about it;
--          cameo CAMEO code;
--          actors codes or words of those who act, in brackets where the text only implies them;
--          recipients the same of those who are acted on;
--          sentence the sentence, its evidence marked;
--          sentence_start first character of the sentence in the text;
--          days days of the event as far as the clause tells them;
--          place_code where, ISO 3166-1 alpha-3;
--          rule entry of the lexicon that read it;
--          modality_rule why the modality: the cue's name, past, negation, supposing ...;
--          confidence 0 to 1;
--          confidence_reasons what lowers the confidence;
--          article_id article;
--          title headline;
--          source outlet;
--          published_date publication day;
--          url address
with
parties as (
    select
        p.event_id,
        p.role,
        string_agg(
            case
                when p.inferred then '(' || coalesce(p.code, e.name) || ')' else
                    coalesce(p.code, substring(a.text, p.start + 1, p."end" - p.start))
            end, ', ' order by p.start, p.code
        ) as names
    from event_parties as p
    inner join articles as a on p.article_id = a.article_id and a.is_current
    left join entities as e on p.entity_id = e.entity_id
    where p.event_id = $id
    group by p.event_id, p.role
)

select
    v.event_id,
    concat_ws(', ', concat_ws(' ', v.type, v.mode), v.modality) as says,
    v.cameo,
    actors.names as actors,
    recipients.names as recipients,
    substring(a.text, v.sentence_start + 1, v.sentence_end - v.sentence_start) as sentence,
    v.sentence_start,
    concat_ws(' to ', v.start_date, nullif(v.end_date, v.start_date)) as days,
    v.place_code,
    v.rule,
    v.modality_rule,
    v.confidence,
    array_to_string(v.confidence_reasons, '; ') as confidence_reasons,
    a.article_id,
    a.title,
    a.source,
    a.published_date,
    a.url
from events as v
inner join articles as a on v.article_id = a.article_id and a.is_current
left join parties as actors on v.event_id = actors.event_id and actors.role = 'actor'
left join parties as recipients on v.event_id = recipients.event_id and recipients.role = 'recipient'
where v.event_id = $id
