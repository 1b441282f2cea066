-- The warehouse's first form. Meanings are COMMENTs, so that they travel with the file; times are UTC.
-- A statement of any migration that names fact_indicator_unknown is repeated for the table of each report year.

CREATE TABLE report (
    report_id VARCHAR NOT NULL,
    region_code VARCHAR,
    region_name VARCHAR,
    level VARCHAR,
    year SMALLINT,
    title VARCHAR,
    issuer VARCHAR,
    source VARCHAR,
    published_on DATE,
    signed_on DATE,
    url VARCHAR NOT NULL,
    page_id VARCHAR NOT NULL,
    text VARCHAR NOT NULL,
    parser_version VARCHAR NOT NULL,
    run_id VARCHAR NOT NULL,
    section_count INTEGER NOT NULL,
    fact_count INTEGER NOT NULL,
    text_digest VARCHAR NOT NULL
);
COMMENT ON TABLE report IS '法治政府建设年度报告，每份报告一行，为其现行版本；旧版本可由 page 表查得';
COMMENT ON COLUMN report.report_id IS '报告编号：区划代码-年份[-department|-township][-序号]，如 410928-2023；不明之处写 unknown；重跑、重新解析不变';
COMMENT ON COLUMN report.region_code IS '行政区划代码，GB/T 2260 六位数字；文中看不出时为空，不作猜测';
COMMENT ON COLUMN report.region_name IS '行政区划全称，自省级写起，如 河南省濮阳市濮阳县；看不出时为空';
COMMENT ON COLUMN report.level IS '报告主体的层级：province 省级，prefecture 地级，county 县级，township 乡级，department 部门；看不出时为空';
COMMENT ON COLUMN report.year IS '报告所述年份（公历年），不是发布年份；看不出时为空';
COMMENT ON COLUMN report.title IS '页面所载标题，空白已归并';
COMMENT ON COLUMN report.issuer IS '发布机关，照页面所载，空白已归并';
COMMENT ON COLUMN report.source IS '网站标明的来源，空白已归并';
COMMENT ON COLUMN report.published_on IS '页面发布日期';
COMMENT ON COLUMN report.signed_on IS '文末落款日期';
COMMENT ON COLUMN report.url IS '页面网址；由文件载入者为 file:/// 开头的地址，末段即文件名';
COMMENT ON COLUMN report.page_id IS '现行版本的原始页面，即其字节的 SHA-256（64 位十六进制），见 page 表';
COMMENT ON COLUMN report.text IS '报告正文：已去除网站外围内容，一段一行，其余字符照原文';
COMMENT ON COLUMN report.parser_version IS '解析规则的版本';
COMMENT ON COLUMN report.run_id IS '载入现行版本的运行，见 run 表';
COMMENT ON COLUMN report.section_count IS '章节数（个），与 section 表的行数一致';
COMMENT ON COLUMN report.fact_count IS '事实数（条），与 fact_indicator 的行数一致';
COMMENT ON COLUMN report.text_digest IS '正文指纹：去空白后的 SHA-256（64 位十六进制），用来识别同一报告在别处的转载';

CREATE TABLE section (
    report_id VARCHAR NOT NULL,
    seq INTEGER NOT NULL,
    parent_seq INTEGER,
    level TINYINT NOT NULL,
    marker VARCHAR NOT NULL,
    heading VARCHAR NOT NULL,
    theme VARCHAR,
    text VARCHAR NOT NULL USING COMPRESSION zstd,
    char_start INTEGER NOT NULL,
    char_end INTEGER NOT NULL
);
COMMENT ON TABLE section IS '报告的章节，每个标题一行，自上而下成树';
COMMENT ON COLUMN section.report_id IS '所属报告，见 report 表';
COMMENT ON COLUMN section.seq IS '章节在报告中的次序，从 1 起';
COMMENT ON COLUMN section.parent_seq IS '上一级章节的次序；顶层为空';
COMMENT ON COLUMN section.level IS '层次：1 一、 2（一） 3 1. 4 段内一是';
COMMENT ON COLUMN section.marker IS '标题序号，照原文；序号缺失时为空串';
COMMENT ON COLUMN section.heading IS '标题文字，不含序号';
COMMENT ON COLUMN section.theme IS '主题：leadership functions rules decisions enforcement emergency disputes public_legal_services supervision technology publicity problems plans overview other；段内条目为空';
COMMENT ON COLUMN section.text IS '章节全文，含标题及下级章节';
COMMENT ON COLUMN section.char_start IS '章节在 report.text 中的起点（字符，从 0 起）';
COMMENT ON COLUMN section.char_end IS '章节在 report.text 中的终点（字符，不含该位）';

CREATE TABLE fact_indicator_unknown (
    fact_id VARCHAR NOT NULL,
    report_id VARCHAR NOT NULL,
    section_seq INTEGER,
    region_code VARCHAR,
    year SMALLINT,
    indicator_id VARCHAR,
    label VARCHAR NOT NULL,
    value DOUBLE,
    unit VARCHAR NOT NULL,
    qualifier VARCHAR NOT NULL,
    period_start DATE,
    period_end DATE,
    quote VARCHAR NOT NULL,
    sentence VARCHAR NOT NULL,
    char_start INTEGER NOT NULL,
    char_end INTEGER NOT NULL,
    part_of VARCHAR,
    check_status VARCHAR,
    parser_version VARCHAR NOT NULL,
    scope VARCHAR,
    kind VARCHAR NOT NULL,
    confidence DOUBLE NOT NULL,
    seq INTEGER NOT NULL
);
COMMENT ON TABLE fact_indicator_unknown IS '报告中的数字事实，每个报告年份一张表，结构相同；本表收年份不明的报告。查询请用视图 fact_indicator';
COMMENT ON COLUMN fact_indicator_unknown.fact_id IS '事实编号，由报告、原句、原文数字及其出现次序算出；重跑、重新解析不变';
COMMENT ON COLUMN fact_indicator_unknown.report_id IS '所属报告，见 report 表';
COMMENT ON COLUMN fact_indicator_unknown.section_seq IS '所在章节的次序，见 section.seq；不在任何章节内时为空';
COMMENT ON COLUMN fact_indicator_unknown.region_code IS '行政区划代码，GB/T 2260 六位数字，同 report.region_code';
COMMENT ON COLUMN fact_indicator_unknown.year IS '报告所述年份（公历年），同 report.year';
COMMENT ON COLUMN fact_indicator_unknown.indicator_id IS '指标编号，见 dim_indicator；目录之外的数字为空，仍予保留';
COMMENT ON COLUMN fact_indicator_unknown.label IS '所计为何：补全主语后的名称';
COMMENT ON COLUMN fact_indicator_unknown.value IS '数值，按 unit 列的基本单位（1.4亿元 记 140000000 元；比率按 %）；区间取上限';
COMMENT ON COLUMN fact_indicator_unknown.unit IS '数值的基本单位：件、人、人次、元、%、百分点等；原文无单位时为空串';
COMMENT ON COLUMN fact_indicator_unknown.qualifier IS '数值的限定：exact 确数，over 余/多/超过，about 约/近，at_least 不低于/以上，at_most 不超过/以下';
COMMENT ON COLUMN fact_indicator_unknown.period_start IS '数字所涵盖时期的首日';
COMMENT ON COLUMN fact_indicator_unknown.period_end IS '数字所涵盖时期的末日（含当日）';
COMMENT ON COLUMN fact_indicator_unknown.quote IS '原文中的数字，连同单位和限定词，照原文';
COMMENT ON COLUMN fact_indicator_unknown.sentence IS '数字所在的句子，照原文';
COMMENT ON COLUMN fact_indicator_unknown.char_start IS 'quote 在 report.text 中的起点（字符，从 0 起）';
COMMENT ON COLUMN fact_indicator_unknown.char_end IS 'quote 在 report.text 中的终点（字符，不含该位）';
COMMENT ON COLUMN fact_indicator_unknown.part_of IS '本数是哪一个事实的一部分（其中…），取其 fact_id；不是部分数时为空';
COMMENT ON COLUMN fact_indicator_unknown.check_status IS '核对结果：consistent 相符，inconsistent 不符，garbled 原文缺字；无从核对时为空';
COMMENT ON COLUMN fact_indicator_unknown.parser_version IS '解析规则的版本';
COMMENT ON COLUMN fact_indicator_unknown.scope IS '口径：government 本级政府，region 全域，department 部门；文中看不出时为空';
COMMENT ON COLUMN fact_indicator_unknown.kind IS '数的性质：level 数量，rate 比率，change 变化（同比等，带正负号），rank 位次';
COMMENT ON COLUMN fact_indicator_unknown.confidence IS '把握（0 至 1 的比例）：同类判读经核对为对的份额';
COMMENT ON COLUMN fact_indicator_unknown.seq IS '事实在报告中的次序，从 1 起';

CREATE TABLE dim_indicator (
    indicator_id VARCHAR NOT NULL,
    theme VARCHAR,
    name_zh VARCHAR,
    name_en VARCHAR,
    unit VARCHAR,
    kind VARCHAR,
    definition VARCHAR
);
COMMENT ON TABLE dim_indicator IS '指标目录，取自 seeds/indicators.csv，每个指标一行';
COMMENT ON COLUMN dim_indicator.indicator_id IS '指标编号，如 leadership.meetings';
COMMENT ON COLUMN dim_indicator.theme IS '所属主题';
COMMENT ON COLUMN dim_indicator.name_zh IS '中文名称';
COMMENT ON COLUMN dim_indicator.name_en IS '英文名称';
COMMENT ON COLUMN dim_indicator.unit IS '计量单位，如 件、人、元、%';
COMMENT ON COLUMN dim_indicator.kind IS '数的性质：count 计数，amount 金额，rate 比率，measure 度量';
COMMENT ON COLUMN dim_indicator.definition IS '定义：什么算，什么不算';

CREATE TABLE dim_region (
    code VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    full_name VARCHAR NOT NULL,
    level VARCHAR NOT NULL,
    parent_code VARCHAR,
    valid_from SMALLINT,
    valid_to SMALLINT
);
COMMENT ON TABLE dim_region IS '行政区划，取自 seeds/regions.csv；代码或名称有变的，每段有效期一行';
COMMENT ON COLUMN dim_region.code IS '行政区划代码，GB/T 2260 六位数字';
COMMENT ON COLUMN dim_region.name IS '本级名称，如 濮阳县';
COMMENT ON COLUMN dim_region.full_name IS '全称，自省级写起，如 河南省濮阳市濮阳县；上级名称取有效期末尾时的名称';
COMMENT ON COLUMN dim_region.level IS '层级：province 省级，prefecture 地级，county 县级，township 乡级';
COMMENT ON COLUMN dim_region.parent_code IS '上一级的行政区划代码；省级为空';
COMMENT ON COLUMN dim_region.valid_from IS '有效期首年（公历年末在用）；1980 指该年或更早；不明时为空';
COMMENT ON COLUMN dim_region.valid_to IS '有效期末年（公历年末在用）；仍在用时为空';

CREATE TABLE dim_unit (
    unit VARCHAR NOT NULL,
    unit_class VARCHAR NOT NULL
);
COMMENT ON TABLE dim_unit IS '计量单位及其类别，取自 seeds/units.csv；同类单位可视为一种（件、宗、起）';
COMMENT ON COLUMN dim_unit.unit IS '基本单位，如 件';
COMMENT ON COLUMN dim_unit.unit_class IS '类别，如 case';

CREATE TABLE page (
    page_id VARCHAR NOT NULL,
    url VARCHAR NOT NULL,
    fetched_at TIMESTAMP NOT NULL,
    last_fetched_at TIMESTAMP NOT NULL,
    status INTEGER,
    content_type VARCHAR,
    encoding VARCHAR,
    bytes BIGINT,
    archive_file VARCHAR,
    archive_offset BIGINT,
    outcome VARCHAR NOT NULL,
    report_id VARCHAR,
    text_digest VARCHAR,
    is_current BOOLEAN NOT NULL,
    parser_version VARCHAR,
    run_id VARCHAR NOT NULL
);
COMMENT ON TABLE page IS '见过的每个原始页面，网址与内容各不相同者各一行；报告的旧版本由此查得，并可从存档重新载入';
COMMENT ON COLUMN page.page_id IS '页面编号，即原始字节的 SHA-256（64 位十六进制）';
COMMENT ON COLUMN page.url IS '取得页面的网址；由文件载入者为 file:/// 开头的地址';
COMMENT ON COLUMN page.fetched_at IS '首次在该网址取得这些字节的时间（协调世界时）';
COMMENT ON COLUMN page.last_fetched_at IS '最近一次在该网址取得这些字节的时间（协调世界时）';
COMMENT ON COLUMN page.status IS 'HTTP 状态码；文件为空';
COMMENT ON COLUMN page.content_type IS 'HTTP 首部 Content-Type 的值；文件为空';
COMMENT ON COLUMN page.encoding IS '解码所用的字符编码';
COMMENT ON COLUMN page.bytes IS '原始页面的大小（字节）';
COMMENT ON COLUMN page.archive_file IS '存档位置：存放原始字节的文件';
COMMENT ON COLUMN page.archive_offset IS '存档位置：在存档文件中的起点（字节）';
COMMENT ON COLUMN page.outcome IS '处理结果：loaded 现为报告的依据，duplicate 与别处同一报告，superseded 已有更新的版本，quarantined 已隔离';
COMMENT ON COLUMN page.report_id IS '页面所载（或曾载）的报告，见 report 表；从未成为报告时为空';
COMMENT ON COLUMN page.text_digest IS '所载正文的指纹，同 report.text_digest；不是报告时为空';
COMMENT ON COLUMN page.is_current IS '是否为该网址最近一次取得的正常页面';
COMMENT ON COLUMN page.parser_version IS '最近一次解析所用规则的版本；未曾解析时为空';
COMMENT ON COLUMN page.run_id IS '最近一次改变本行处理结果的运行，见 run 表';

CREATE TABLE quarantine (
    url VARCHAR NOT NULL,
    page_id VARCHAR,
    stage VARCHAR NOT NULL,
    reason VARCHAR NOT NULL,
    detail VARCHAR NOT NULL,
    first_seen TIMESTAMP NOT NULL,
    last_seen TIMESTAMP NOT NULL,
    attempts INTEGER NOT NULL,
    parser_version VARCHAR,
    run_id VARCHAR NOT NULL
);
COMMENT ON TABLE quarantine IS '未能成为报告的页面，每个网址或文件一行；一旦读通即移出';
COMMENT ON COLUMN quarantine.url IS '网址或文件地址';
COMMENT ON COLUMN quarantine.page_id IS '原始页面的 SHA-256（64 位十六进制）；未取得内容时为空';
COMMENT ON COLUMN quarantine.stage IS '出问题的环节：fetch 抓取，parse 解析，load 入库等';
COMMENT ON COLUMN quarantine.reason IS '原因代码，如 not_a_report、bot_challenge、error_page';
COMMENT ON COLUMN quarantine.detail IS '原因说明，并引出所据的文字';
COMMENT ON COLUMN quarantine.first_seen IS '首次隔离的时间（协调世界时）';
COMMENT ON COLUMN quarantine.last_seen IS '最近一次隔离的时间（协调世界时）';
COMMENT ON COLUMN quarantine.attempts IS '尝试次数（次）';
COMMENT ON COLUMN quarantine.parser_version IS '最近一次解析所用规则的版本；未曾解析时为空';
COMMENT ON COLUMN quarantine.run_id IS '最近一次隔离它的运行，见 run 表';

CREATE TABLE run (
    run_id VARCHAR NOT NULL,
    flow VARCHAR NOT NULL,
    started_at TIMESTAMP NOT NULL,
    ended_at TIMESTAMP,
    outcome VARCHAR NOT NULL,
    parameters VARCHAR NOT NULL,
    seen BIGINT NOT NULL,
    loaded BIGINT NOT NULL,
    unchanged BIGINT NOT NULL,
    quarantined BIGINT NOT NULL
);
COMMENT ON TABLE run IS '每次运行一行；seen = loaded + unchanged + quarantined';
COMMENT ON COLUMN run.run_id IS '运行编号：开始时间（协调世界时）加序号';
COMMENT ON COLUMN run.flow IS '流程名称，如 ingest、backfill';
COMMENT ON COLUMN run.started_at IS '开始时间（协调世界时）';
COMMENT ON COLUMN run.ended_at IS '结束时间（协调世界时）；中途被杀的运行为空';
COMMENT ON COLUMN run.outcome IS '结果：running 进行中，completed 完成，failed 出错中止，interrupted 中途被杀';
COMMENT ON COLUMN run.parameters IS '运行参数，JSON';
COMMENT ON COLUMN run.seen IS '处理的页面数（页）';
COMMENT ON COLUMN run.loaded IS '载入或更新了报告的页面数（页）';
COMMENT ON COLUMN run.unchanged IS '没有变化的页面数（页），含同一报告的转载';
COMMENT ON COLUMN run.quarantined IS '隔离的页面数（页）';

CREATE TABLE pinned_count (
    relation VARCHAR NOT NULL,
    year SMALLINT,
    row_count BIGINT NOT NULL,
    reason VARCHAR NOT NULL,
    run_id VARCHAR
);
COMMENT ON TABLE pinned_count IS '各年行数的下限：只增不减，除非来源页面变了，或有人说明缘由后认可；检查据此发现悄悄丢失的数据';
COMMENT ON COLUMN pinned_count.relation IS '表名：report、section 或 fact_indicator';
COMMENT ON COLUMN pinned_count.year IS '报告年份（公历年）；年份不明的报告为空';
COMMENT ON COLUMN pinned_count.row_count IS '下限（行）';
COMMENT ON COLUMN pinned_count.reason IS '最近一次变动的缘由';
COMMENT ON COLUMN pinned_count.run_id IS '最近一次变动它的运行，见 run 表';
