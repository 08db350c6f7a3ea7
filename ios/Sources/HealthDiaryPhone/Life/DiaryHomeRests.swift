import HealthDiaryModel

extension DiaryHome: Resting {}
