package org.healthdiary.bridge.keys

import android.content.Context
import android.content.pm.PackageManager
import android.hardware.biometrics.BiometricManager
import android.os.Build
import androidx.annotation.RequiresApi
import androidx.core.content.getSystemService

/** Whether the phone can let a finger or a face unlock. */
public enum class PhoneKeys {
    /** It has no reader for either. */
    NONE,

    /** It has one, and nobody has set it up, or it does not work now. */
    NOT_NOW,
    READY,
    ;

    public companion object {
        /** As the phone says it now. */
        public fun of(context: Context): PhoneKeys =
            when {
                Build.VERSION.SDK_INT >= Build.VERSION_CODES.R -> ofAnswer(answer(context))

                Build.VERSION.SDK_INT >= Build.VERSION_CODES.Q -> ofAnswer(answerOfTen(context))

                // It does not say whether a finger is set up; making a key does.
                Build.VERSION.SDK_INT >= Build.VERSION_CODES.P -> if (hasReader(context)) READY else NONE

                else -> NONE
            }

        @RequiresApi(Build.VERSION_CODES.R)
        private fun answer(context: Context) =
            context.getSystemService<BiometricManager>()?.canAuthenticate(BiometricManager.Authenticators.BIOMETRIC_STRONG)

        @RequiresApi(Build.VERSION_CODES.Q)
        @Suppress("DEPRECATION") // What takes its place begins with Android 11.
        private fun answerOfTen(context: Context) = context.getSystemService<BiometricManager>()?.canAuthenticate()

        private fun hasReader(context: Context) = context.packageManager.hasSystemFeature(PackageManager.FEATURE_FINGERPRINT)

        private fun ofAnswer(answer: Int?): PhoneKeys =
            when (answer) {
                null, BIOMETRIC_ERROR_NO_HARDWARE -> NONE
                BIOMETRIC_SUCCESS -> READY
                else -> NOT_NOW
            }

        // The system's own numbers, which have names only from Android 10 on.
        private const val BIOMETRIC_SUCCESS = 0
        private const val BIOMETRIC_ERROR_NO_HARDWARE = 12
    }
}
