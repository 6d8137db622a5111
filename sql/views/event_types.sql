-- PLOVER's quad classes: words or deeds, for or against. SANCTION is a deed there, though older schemes count the
-- announcement as words.
create or replace view event_types as
select
    kinds.type,
    kinds.quad,
    kinds.is_material,
    kinds.is_conflict,
    kinds.meaning
from (
    values
    ('AGREE', 'verbal cooperation', false, false, 'agree, offer, promise or say that one is willing to cooperate'),
    ('CONSULT', 'verbal cooperation', false, false, 'meet, visit, negotiate, mediate, telephone'),
    ('SUPPORT', 'verbal cooperation', false, false, 'praise, endorse, recognise, sign: start or deepen relations'),
    ('CONCEDE', 'verbal cooperation', false, false, 'yield, resign, release, ease sanctions or rules'),
    ('COOPERATE', 'material cooperation', true, false, 'act together in trade, arms, justice or intelligence'),
    ('AID', 'material cooperation', true, false, 'give money, goods, arms, shelter or protection'),
    ('RETREAT', 'material cooperation', true, false, 'withdraw, cease fire, disarm, let in observers'),
    ('REQUEST', 'verbal conflict', false, true, 'demand, ask or order that somebody act'),
    ('ACCUSE', 'verbal conflict', false, true, 'criticise, blame, complain, charge, investigate'),
    ('REJECT', 'verbal conflict', false, true, 'refuse, veto, break off talks'),
    ('THREATEN', 'verbal conflict', false, true, 'announce harm: force, sanctions, boycott, unless or in any case'),
    ('PROTEST', 'material conflict', true, true, 'demonstrate, strike, riot, block'),
    ('SANCTION', 'material conflict', true, true, 'cut relations: embargo, expel, stop aid, withdraw an envoy'),
    ('MOBILIZE', 'material conflict', true, true, 'raise, move or alert forces; build up arms'),
    ('COERCE', 'material conflict', true, true, 'arrest, ban, seize, deport, blockade, hack'),
    ('ASSAULT', 'material conflict', true, true, 'attack, kill, bomb, abduct, fight')
) as kinds (type, quad, is_material, is_conflict, meaning);

comment on view event_types is 'One row per PLOVER category, with its quad class.';
comment on column event_types.type is 'PLOVER category, as in events.type.';
comment on column event_types.quad is
'verbal cooperation, material cooperation, verbal conflict or material conflict.';
comment on column event_types.is_material is 'True for deeds, false for words.';
comment on column event_types.is_conflict is 'True against somebody, false together or for somebody.';
comment on column event_types.meaning is 'What the category takes in, for a reader.';
