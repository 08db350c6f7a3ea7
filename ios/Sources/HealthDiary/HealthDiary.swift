// One import is enough: `import HealthDiary`.
@_exported import HealthDiaryCore
