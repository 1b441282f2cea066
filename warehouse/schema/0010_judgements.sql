-- What people say of readings: the ledger mirrored, its effect on facts and reports, confidence learned from it.
-- A statement that names fact_indicator_unknown is repeated for the table of each report year.

ALTER TABLE fact_indicator_unknown ADD COLUMN judged VARCHAR;
ALTER TABLE fact_indicator_unknown ADD COLUMN judged_by VARCHAR;
ALTER TABLE fact_indicator_unknown ADD COLUMN machine_indicator_id VARCHAR;
ALTER TABLE fact_indicator_unknown ADD COLUMN machine_value DOUBLE;
ALTER TABLE fact_indicator_unknown ADD COLUMN machine_unit VARCHAR;
ALTER TABLE fact_indicator_unknown ADD COLUMN machine_qualifier VARCHAR;
ALTER TABLE fact_indicator_unknown ADD COLUMN machine_scope VARCHAR;
ALTER TABLE fact_indicator_unknown ADD COLUMN machine_period_start DATE;
ALTER TABLE fact_indicator_unknown ADD COLUMN machine_period_end DATE;
ALTER TABLE fact_indicator_unknown ADD COLUMN machine_confidence DOUBLE;
COMMENT ON COLUMN fact_indicator_unknown.judged IS '人的判断：right 所读为是，changed 已改为所判（机读者见 machine_ 各列），rejected 不是数字（不入任何视图）；未经判断时为空';
COMMENT ON COLUMN fact_indicator_unknown.judged_by IS '判断者自报的姓名，多人以顿号相隔；未经判断时为空';
COMMENT ON COLUMN fact_indicator_unknown.machine_indicator_id IS '经判断改动前机读的指标编号；未经改动或机器漏读时为空';
COMMENT ON COLUMN fact_indicator_unknown.machine_value IS '经判断改动前机读的数值，单位见 machine_unit；未经改动或机器漏读时为空';
COMMENT ON COLUMN fact_indicator_unknown.machine_unit IS '经判断改动前机读的单位；未经改动或机器漏读时为空';
COMMENT ON COLUMN fact_indicator_unknown.machine_qualifier IS '经判断改动前机读的限定；未经改动或机器漏读时为空';
COMMENT ON COLUMN fact_indicator_unknown.machine_scope IS '经判断改动前机读的口径；未经改动、机器漏读或未读出时为空';
COMMENT ON COLUMN fact_indicator_unknown.machine_period_start IS '经判断改动前机读的时期首日；未经改动、机器漏读或未读出时为空';
COMMENT ON COLUMN fact_indicator_unknown.machine_period_end IS '经判断改动前机读的时期末日；未经改动、机器漏读或未读出时为空';
COMMENT ON COLUMN fact_indicator_unknown.machine_confidence IS '按本库的判断重新校准（fazhi learn）前的把握（0 至 1 的比例）；未经校准时为空';

ALTER TABLE report ADD COLUMN judged_extent VARCHAR;
ALTER TABLE report ADD COLUMN machine_read VARCHAR;
COMMENT ON COLUMN report.judged_extent IS '人判断到何处：wholly 所有数字均已判断，partly 部分，fields 只判断了报告信息；未经判断时为空';
COMMENT ON COLUMN report.machine_read IS '经判断改动前机读的报告信息，JSON，只列改动者；未经改动时为空';

ALTER TABLE indicator_settled ADD COLUMN judged VARCHAR;
COMMENT ON COLUMN indicator_settled.judged IS '人的判断：right 或 changed，同 fact_indicator；未经判断时为空';

CREATE TABLE judgement (
    judgement_id VARCHAR NOT NULL,
    about VARCHAR NOT NULL,
    page_id VARCHAR,
    text_digest VARCHAR,
    report_id VARCHAR,
    fact_id VARCHAR,
    char_start INTEGER,
    char_end INTEGER,
    quote VARCHAR,
    verdict VARCHAR,
    read VARCHAR,
    said VARCHAR,
    reviewer VARCHAR NOT NULL,
    judged_at TIMESTAMP NOT NULL,
    parser_version VARCHAR,
    queue VARCHAR,
    note VARCHAR,
    state VARCHAR NOT NULL,
    detail VARCHAR,
    line VARCHAR NOT NULL
);
COMMENT ON TABLE judgement IS '人对所读的判断，每条一行，与数据仓库旁的台账（.judgements.jsonl）一致；台账只增不改';
COMMENT ON COLUMN judgement.judgement_id IS '判断编号，由其内容算出';
COMMENT ON COLUMN judgement.about IS '对象：figure 所读的数字，missed 漏读的数字，report 报告信息，paragraph 整段已看全，audit 抽样，undo 撤回';
COMMENT ON COLUMN judgement.page_id IS '所据页面，见 page 表';
COMMENT ON COLUMN judgement.text_digest IS '所据正文的指纹，同 report.text_digest';
COMMENT ON COLUMN judgement.report_id IS '所属报告；判断时的编号，已落到库中者为现编号';
COMMENT ON COLUMN judgement.fact_id IS '所判的事实，见 fact_indicator；未落到库中时为空';
COMMENT ON COLUMN judgement.char_start IS '原文在 report.text 中的起点（字符，从 0 起）；判断时的位置';
COMMENT ON COLUMN judgement.char_end IS '原文在 report.text 中的终点（字符，不含该位）；判断时的位置';
COMMENT ON COLUMN judgement.quote IS '所判的原文';
COMMENT ON COLUMN judgement.verdict IS '判断：right 是，changed 改，rejected 不是数字';
COMMENT ON COLUMN judgement.read IS '判断时机器所读，JSON';
COMMENT ON COLUMN judgement.said IS '所改的各项，JSON';
COMMENT ON COLUMN judgement.reviewer IS '判断者自报的姓名';
COMMENT ON COLUMN judgement.judged_at IS '判断的时间（协调世界时）';
COMMENT ON COLUMN judgement.parser_version IS '判断时解析规则的版本';
COMMENT ON COLUMN judgement.queue IS '由何而来：复核的队列、抽样编号等';
COMMENT ON COLUMN judgement.note IS '缘由';
COMMENT ON COLUMN judgement.state IS '现状：applied 有效，orphaned 原文已无此处，contested 各人说法不一而均不生效，replaced 已有后来的判断，withdrawn 已撤回，recorded 抽样等只作记录';
COMMENT ON COLUMN judgement.detail IS '未生效的缘由；生效时为空';
COMMENT ON COLUMN judgement.line IS '台账中的原行';

CREATE TABLE learned_confidence (
    confidence DOUBLE NOT NULL,
    theme VARCHAR,
    indicator_id VARCHAR,
    judged BIGINT NOT NULL,
    right_count BIGINT NOT NULL,
    learned DOUBLE NOT NULL,
    learned_at TIMESTAMP NOT NULL
);
COMMENT ON TABLE learned_confidence IS '由本库的判断校准的把握（fazhi learn），每档一行；撤销（fazhi learn --undo）后为空表';
COMMENT ON COLUMN learned_confidence.confidence IS '解析规则所给的把握（0 至 1 的比例）';
COMMENT ON COLUMN learned_confidence.theme IS '指标的主题；空表示此档的全部';
COMMENT ON COLUMN learned_confidence.indicator_id IS '指标编号；空表示此主题的全部';
COMMENT ON COLUMN learned_confidence.judged IS '所据的判断数（条）';
COMMENT ON COLUMN learned_confidence.right_count IS '其中判为是者（条）';
COMMENT ON COLUMN learned_confidence.learned IS '校准后的把握（0 至 1 的比例）';
COMMENT ON COLUMN learned_confidence.learned_at IS '校准的时间（协调世界时）';

COMMENT ON COLUMN report.fact_count IS '机器读得的事实数（条）；人补入的漏读者不计，见 fact_indicator.judged';
