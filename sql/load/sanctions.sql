insert into sanctions (
    statement_id, article_id, event_id, action, modality, start, "end", sentence_start, sentence_end,
    measures, issue_start, issue_end, programme, rule, confidence, run_id
)
select
    i.statement_id,
    i.article_id,
    i.event_id,
    i.action,
    i.modality,
    i.start,
    i."end",
    i.sentence_start,
    i.sentence_end,
    i.measures,
    i.issue_start,
    i.issue_end,
    i.programme,
    i.rule,
    i.confidence,
    b.run_id
from incoming_sanctions as i
inner join batch_articles as b on i.article_id = b.article_id
where b.is_replaced
