-- Chance that is the same every time: a fraction from two numbers, and a rank of Zipf's law from 1 to size.
create or replace temporary macro roll(number, salt) as
(hash((number % 1000000000000)::bigint * 1000 + salt) >> 11)::double / 9007199254740992;
create or replace temporary macro zipf(number, salt, size) as floor(pow(size + 1, roll(number, salt)))::bigint;
create or replace temporary macro article_key(number) as 'a' || left(md5(number::varchar), 16);
-- The first three are those that the questions ask for; no other code has their second letters.
create or replace temporary macro code_of(rank) as
case
    when rank <= 3 then ['USA', 'RUS', 'IRN'][rank]
    else chr(65 + (rank % 26)::integer) || chr(65 + (rank // 26)::integer) || chr(65 + (rank * 7 % 26)::integer)
end;
create or replace temporary macro entity_key(rank) as
case when rank <= 200 then 'country:' || code_of(rank) when rank % 2 = 0 then 'org:party-' || rank else 'person:party-' || rank end;
create or replace temporary macro event_type_of(rank) as [
    'CONSULT', 'ACCUSE', 'SANCTION', 'AGREE', 'REQUEST', 'SUPPORT', 'THREATEN', 'REJECT', 'ASSAULT', 'COOPERATE', 'AID',
    'MOBILIZE', 'COERCE', 'PROTEST', 'CONCEDE', 'RETREAT'
][rank];
create or replace temporary macro modality_of(rank) as [
    'actual', 'planned', 'considered', 'threatened', 'demanded', 'refused', 'hypothetical', 'promised', 'denied'
][rank];
create or replace temporary macro action_of(rank) as
['mention', 'impose', 'tighten', 'lift', 'ease', 'extend', 'enforce', 'evade'][rank];
-- A sentence has 120 characters, the blank after it included; a text has 8 of them.
create or replace temporary macro sentence_of_number(number) as
rpad('Minister ' || (number % 9973) || ' of ' || code_of(1 + number % 200) || ' told ' || md5(number::varchar)
|| ' that trade in goods ' || (number % 613) || ' would go on as agreed', 118, ' x') || '. ';
