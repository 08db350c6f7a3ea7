package org.healthdiary.bridge.keys

import android.app.Activity
import android.hardware.biometrics.BiometricPrompt
import android.os.Build
import android.os.CancellationSignal
import androidx.annotation.RequiresApi
import kotlinx.coroutines.suspendCancellableCoroutine
import javax.crypto.Cipher
import kotlin.coroutines.resume

/** What a person answered when the phone asked for a finger or a face. */
public enum class PromptAnswer { AGREED, CANCELLED, LOCKED_OUT }

/** Asks a person to let a key work once. */
public fun interface Prompt {
    /** Asks; comes back once they answered, or put it away. */
    public suspend fun ask(cipher: Cipher): PromptAnswer
}

/** The system's own prompt, over an activity. The words are the app's, and say nothing of health. */
@RequiresApi(Build.VERSION_CODES.P)
public class SystemPrompt(
    private val activity: Activity,
    private val title: String,
    private val notNow: String,
) : Prompt {
    override suspend fun ask(cipher: Cipher): PromptAnswer =
        suspendCancellableCoroutine { waits ->
            val gone = CancellationSignal()
            waits.invokeOnCancellation { gone.cancel() }
            val told =
                object : BiometricPrompt.AuthenticationCallback() {
                    override fun onAuthenticationSucceeded(result: BiometricPrompt.AuthenticationResult) = answer(PromptAnswer.AGREED)

                    override fun onAuthenticationError(
                        errorCode: Int,
                        errString: CharSequence?,
                    ) = answer(answerOf(errorCode))

                    fun answer(answer: PromptAnswer) {
                        if (waits.isActive) waits.resume(answer)
                    }
                }
            BiometricPrompt
                .Builder(activity)
                .setTitle(title)
                .setNegativeButton(notNow, activity.mainExecutor) { _, _ -> told.answer(PromptAnswer.CANCELLED) }
                .build()
                .authenticate(BiometricPrompt.CryptoObject(cipher), gone, activity.mainExecutor, told)
        }

    internal companion object {
        /** A finger that is not known is no error: the prompt stays, and asks again. */
        fun answerOf(errorCode: Int): PromptAnswer =
            when (errorCode) {
                BiometricPrompt.BIOMETRIC_ERROR_LOCKOUT, BiometricPrompt.BIOMETRIC_ERROR_LOCKOUT_PERMANENT -> PromptAnswer.LOCKED_OUT
                else -> PromptAnswer.CANCELLED
            }
    }
}
