insert into events (
    event_id, article_id, parent_id, type, cameo, mode, modality, trigger_start, trigger_end, sentence_start,
    sentence_end, start_date, end_date, precision, place_code, condition_start, condition_end, rule,
    confidence, modality_rule, cues, confidence_reasons, sentence, run_id
)
select
    i.event_id,
    i.article_id,
    i.parent_id,
    i.type,
    i.cameo,
    i.mode,
    i.modality,
    i.trigger_start,
    i.trigger_end,
    i.sentence_start,
    i.sentence_end,
    i.start_date,
    i.end_date,
    i.precision,
    i.place_code,
    i.condition_start,
    i.condition_end,
    i.rule,
    i.confidence,
    i.modality_rule,
    i.cues,
    i.confidence_reasons,
    substring(a.text, i.sentence_start + 1, i.sentence_end - i.sentence_start) as sentence,
    b.run_id
from incoming_events as i
inner join batch_articles as b on i.article_id = b.article_id
inner join incoming_articles as a on i.article_id = a.article_id and a.has_layers
where b.is_replaced
