import HealthDiaryModel

extension DiaryHome: Resting {}

/// With the time after which a person wants it locked; what an app uses.
extension Rest: Resting {}
