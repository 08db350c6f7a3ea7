// The only module that knows what is generated from the core.
plugins {
    alias(libs.plugins.android.library)
}

android {
    namespace = "org.healthdiary.bridge"
    compileSdk = libs.versions.compileSdk.get().toInt()
    defaultConfig {
        minSdk = libs.versions.minSdk.get().toInt()
        consumerProguardFiles("consumer-rules.pro")
    }
    sourceSets["main"].kotlin.srcDirs(
        "src/main/kotlin",
        "../../bindings/kotlin/src/main/kotlin",
        // `android/build generate` writes it.
        "../../target/android/generated",
    )
    sourceSets["test"].kotlin.srcDirs("src/test/kotlin", "src/sharedTest/kotlin")
    testOptions.unitTests.isIncludeAndroidResources = true
    // Robolectric closes a file descriptor by its number, which Java keeps to itself.
    testOptions.unitTests.all { it.jvmArgs("--add-opens=java.base/java.io=ALL-UNNAMED") }
}

dependencies {
    // What screens show, and no screen.
    implementation(project(":ui"))
    implementation(libs.coroutines.android)
    implementation(libs.annotation)
    implementation(libs.core.ktx)
    implementation(libs.lifecycle.process)
    implementation(libs.jna) { artifact { type = "aar" } }
    testImplementation(libs.junit)
    testImplementation(libs.robolectric)
    testImplementation(libs.test.core)
    testImplementation(libs.coroutines.test)
    testImplementation(libs.jna)
}
