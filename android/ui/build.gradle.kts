// Screens as functions of state. It does not see the bridge.
plugins {
    alias(libs.plugins.android.library)
    alias(libs.plugins.kotlin.compose)
}

android {
    namespace = "org.healthdiary.ui"
    compileSdk = libs.versions.compileSdk.get().toInt()
    defaultConfig.minSdk = libs.versions.minSdk.get().toInt()
    // `android/build generate` writes the words.
    sourceSets["main"].res.srcDirs("src/main/res", "../../target/android/words/ui")
    buildFeatures.compose = true
    testOptions.unitTests.isIncludeAndroidResources = true
}

dependencies {
    implementation(libs.compose.foundation)
    implementation(libs.compose.material3)
    implementation(libs.compose.runtime)
    implementation(libs.compose.tooling.preview)
    implementation(libs.compose.ui)
    testImplementation(libs.activity.compose)
    testImplementation(libs.compose.ui.test)
    testImplementation(libs.compose.ui.test.manifest)
    testImplementation(libs.junit)
    testImplementation(libs.robolectric)
}
