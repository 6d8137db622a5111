-- title:   Sanctions statement
-- grain:   one row, none when there is no such statement
-- params:  id text = null
-- columns: statement_id key;
--          says action, and what the text claims about it;
--          sender codes of those who impose or ease;
--          target codes of those against whom the sanctions are;
--          sentence the sentence, its evidence marked;
--          sentence_start first character of the sentence in the text;
--          measures kinds of measure;
--          programme sanctions programme, where it is named;
--          rule why it was read so;
--          modality_rule why the modality: the cue's name, past, negation, supposing ...;
--          confidence 0 to 1;
--          confidence_reasons what lowers the confidence;
--          event_id event that it describes;
--          article_id article;
--          title headline;
--          source outlet;
--          published_date publication day;
--          url address
select
    s.statement_id,
    concat_ws(', ', s.action, s.modality) as says,
    m.sender,
    m.target,
    m.sentence,
    s.sentence_start,
    array_to_string(s.measures, ', ') as measures,
    s.programme,
    s.rule,
    s.modality_rule,
    s.confidence,
    array_to_string(s.confidence_reasons, '; ') as confidence_reasons,
    s.event_id,
    a.article_id,
    a.title,
    a.source,
    a.published_date,
    a.url
from sanctions as s
inner join sanctions_mentions as m on s.statement_id = m.statement_id
inner join articles as a on s.article_id = a.article_id and a.is_current
where s.statement_id = $id
