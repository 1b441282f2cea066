-- What keeps the warehouse in order over the years: corrections of a source's errors, alarms, yields, backfills.
-- A statement that names fact_indicator_unknown is repeated for the table of each report year.

ALTER TABLE fact_indicator_unknown ADD COLUMN corrected_by VARCHAR;
ALTER TABLE fact_indicator_unknown ADD COLUMN published_value DOUBLE;
COMMENT ON COLUMN fact_indicator_unknown.corrected_by IS '据以更正 value 的更正，见 correction.correction_id；未经更正时为空';
COMMENT ON COLUMN fact_indicator_unknown.published_value IS '更正前照原文读得的数值，单位同 unit；未经更正时为空';

CREATE TABLE correction (
    correction_id VARCHAR NOT NULL,
    region_code VARCHAR NOT NULL,
    year SMALLINT NOT NULL,
    level VARCHAR,
    context VARCHAR NOT NULL,
    quote VARCHAR NOT NULL,
    value DOUBLE NOT NULL,
    unit VARCHAR NOT NULL,
    reason VARCHAR NOT NULL,
    evidence VARCHAR NOT NULL,
    noted_on DATE NOT NULL,
    outcome VARCHAR NOT NULL,
    detail VARCHAR
);
COMMENT ON TABLE correction IS '来源的已知差错及其更正，取自 seeds/corrections.csv，每处一行；是否已更正见 outcome';
COMMENT ON COLUMN correction.correction_id IS '更正编号';
COMMENT ON COLUMN correction.region_code IS '所在报告的行政区划代码，GB/T 2260 六位数字';
COMMENT ON COLUMN correction.year IS '所在报告的年份（公历年）';
COMMENT ON COLUMN correction.level IS '所在报告的层级，同 report.level；空表示本级政府的报告（省、地、县级）';
COMMENT ON COLUMN correction.context IS 'quote 所在的一段原文，在正文中只出现一次，以免改错地方';
COMMENT ON COLUMN correction.quote IS '有误的数字，连同单位和限定词，照原文';
COMMENT ON COLUMN correction.value IS '正确的数值，单位见 unit';
COMMENT ON COLUMN correction.unit IS '数值的基本单位，须与读得者相同';
COMMENT ON COLUMN correction.reason IS '何以有误';
COMMENT ON COLUMN correction.evidence IS '何以知其正确：文件、网址或同一报告的他处';
COMMENT ON COLUMN correction.noted_on IS '记下更正的日期';
COMMENT ON COLUMN correction.outcome IS '结果：applied 已更正，refused 原文已无此处故未更正，waiting 尚无此报告';
COMMENT ON COLUMN correction.detail IS '未更正的缘由；已更正时为空';

CREATE TABLE alarm (
    kind VARCHAR NOT NULL,
    subject VARCHAR NOT NULL,
    detail VARCHAR NOT NULL,
    raised_at TIMESTAMP NOT NULL,
    last_seen_at TIMESTAMP NOT NULL,
    sent_at TIMESTAMP,
    cleared_at TIMESTAMP,
    run_id VARCHAR
);
COMMENT ON TABLE alarm IS '须由人过问之事，每个起因一行；同一起因在消除之前只通知一次';
COMMENT ON COLUMN alarm.kind IS '种类，见 seeds/reasons.csv，如 listing_empty、yield_fell、quarantine_share、report_overdue';
COMMENT ON COLUMN alarm.subject IS '所涉：栏目网址、版式、区划代码、更正编号等';
COMMENT ON COLUMN alarm.detail IS '说明';
COMMENT ON COLUMN alarm.raised_at IS '首次发现的时间（协调世界时）';
COMMENT ON COLUMN alarm.last_seen_at IS '最近一次仍见到的时间（协调世界时）';
COMMENT ON COLUMN alarm.sent_at IS '通知发出的时间（协调世界时）；未能发出时为空，下次运行再发';
COMMENT ON COLUMN alarm.cleared_at IS '起因消除的时间（协调世界时）；尚在时为空';
COMMENT ON COLUMN alarm.run_id IS '首次发现它的运行，见 run 表；不由运行发现时为空';

CREATE TABLE shape_yield (
    run_id VARCHAR NOT NULL,
    container VARCHAR NOT NULL,
    pages BIGINT NOT NULL,
    reports BIGINT NOT NULL,
    characters BIGINT NOT NULL,
    facts BIGINT NOT NULL
);
COMMENT ON TABLE shape_yield IS '各次运行从各种网页版式中解析所得，用来发现某种版式忽然读不出东西';
COMMENT ON COLUMN shape_yield.run_id IS '运行，见 run 表';
COMMENT ON COLUMN shape_yield.container IS '版式：正文所据的容器规则，见 seeds/containers.csv；density 按疏密，plain_text 纯文本';
COMMENT ON COLUMN shape_yield.pages IS '解析的页面数（页）';
COMMENT ON COLUMN shape_yield.reports IS '其中的报告数（份）';
COMMENT ON COLUMN shape_yield.characters IS '报告正文的字数（字符）';
COMMENT ON COLUMN shape_yield.facts IS '报告中的事实数（条）';

CREATE TABLE backfill (
    mode VARCHAR NOT NULL,
    year SMALLINT,
    scope VARCHAR NOT NULL,
    parser_version VARCHAR NOT NULL,
    outcome VARCHAR NOT NULL,
    seen BIGINT NOT NULL,
    loaded BIGINT NOT NULL,
    unchanged BIGINT NOT NULL,
    quarantined BIGINT NOT NULL,
    started_at TIMESTAMP NOT NULL,
    ended_at TIMESTAMP,
    run_id VARCHAR
);
COMMENT ON TABLE backfill IS '补采与重新解析的进度，每年一行；中断后据此接着做';
COMMENT ON COLUMN backfill.mode IS '方式：fetch 抓取，replay 由存档重新解析';
COMMENT ON COLUMN backfill.year IS '报告年份（公历年）；年份不明的报告为空';
COMMENT ON COLUMN backfill.scope IS '范围：区划代码、来源名称；空串表示全部';
COMMENT ON COLUMN backfill.parser_version IS '解析规则的版本';
COMMENT ON COLUMN backfill.outcome IS '结果：running 进行中或中断，completed 完成';
COMMENT ON COLUMN backfill.seen IS '处理的页面数（页）';
COMMENT ON COLUMN backfill.loaded IS '载入或更新了报告的页面数（页）';
COMMENT ON COLUMN backfill.unchanged IS '没有变化的页面数（页）';
COMMENT ON COLUMN backfill.quarantined IS '隔离的页面数（页）';
COMMENT ON COLUMN backfill.started_at IS '开始时间（协调世界时）';
COMMENT ON COLUMN backfill.ended_at IS '结束时间（协调世界时）；尚未结束时为空';
COMMENT ON COLUMN backfill.run_id IS '最近一次的运行，见 run 表';
